using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

public class InitializationTests
{
    private static readonly ElmanShape Shape = new(hiddenSize: 20, labelCount: 10, vocabularySize: 50, embeddingSize: 10, windowSize: 3);

    [Fact]
    public void Weights_fill_the_tutorials_range_and_the_rest_is_zero()
    {
        var parameters = Initialization.Create(Shape, new SplitMix64(1));

        foreach (var tensor in TensorNames.All)
        {
            var values = parameters[tensor].ToArray();
            if (tensor is ElmanTensor.HiddenBias or ElmanTensor.OutputBias or ElmanTensor.InitialState)
            {
                Assert.All(values, value => Assert.Equal(0, value));
            }
            else
            {
                Assert.All(values, value => Assert.InRange(value, -0.2f, 0.2f));
                Assert.InRange(values.Average(), -0.03, 0.03);
                Assert.True(values.Max() > 0.18 && values.Min() < -0.18);
            }
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var first = Initialization.Create(Shape, new SplitMix64(1));

        Assert.Equal(first.RecurrentWeights.ToArray(), Initialization.Create(Shape, new SplitMix64(1)).RecurrentWeights.ToArray());
        Assert.NotEqual(first.RecurrentWeights.ToArray(), Initialization.Create(Shape, new SplitMix64(2)).RecurrentWeights.ToArray());
    }
}
