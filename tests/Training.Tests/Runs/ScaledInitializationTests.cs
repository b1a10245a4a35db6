using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>The parameters before training of the recipe that scales them.</summary>
public sealed class ScaledInitializationTests
{
    public static TheoryData<NetworkKind> Kinds => new(Enum.GetValues<NetworkKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_deviations_follow_from_the_sizes_and_the_rest_is_zero(NetworkKind kind)
    {
        var parameters = ScaledInitialization.Create(Shape(kind), seed: 345);
        var states = kind == NetworkKind.Jordan ? 90 : 120;
        foreach (var tensor in parameters.Shape.Tensors)
        {
            double? deviation = tensor switch
            {
                ElmanTensor.Embeddings => 0.1,
                ElmanTensor.InputWeights or ElmanTensor.BackwardInputWeights => 2 / Math.Sqrt(5 * 40),
                ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights => 0.5 / Math.Sqrt(states),
                ElmanTensor.OutputWeights => 1 / Math.Sqrt(120),
                _ => null,
            };
            var values = Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value);
            if (deviation is not { } expected)
            {
                Assert.All(values, value => Assert.Equal(0, value));
                continue;
            }

            var mean = values.Average();
            Assert.Equal(0, mean, expected * 0.05);
            Assert.Equal(expected, Math.Sqrt(values.Average(value => value * value)), expected * 0.03);

            // Normal: 68.3 % within one deviation, 4.6 % beyond two.
            Assert.Equal(0.683, values.Count(value => Math.Abs(value) < expected) / (double)values.Length, 0.02);
            Assert.Equal(0.046, values.Count(value => Math.Abs(value) > 2 * expected) / (double)values.Length, 0.01);
        }
    }

    [Fact]
    public void The_values_of_a_tensor_do_not_depend_on_the_sizes_of_others()
    {
        var small = ScaledInitialization.Create(new ElmanShape(20, 3, 50, 6, 3), seed: 1);
        var large = ScaledInitialization.Create(new ElmanShape(20, 9, 80, 6, 3), seed: 1);

        Bits.AssertEqual(small.Embeddings[..300], large.Embeddings[..300]);
        Bits.AssertEqual(small.InputWeights, large.InputWeights);
        Bits.AssertEqual(small.RecurrentWeights, large.RecurrentWeights);
    }

    [Fact]
    public void Another_seed_gives_other_values_and_no_tensor_repeats_another()
    {
        var shape = new ElmanShape(6, 6, 6, 6, 1, new NetworkVariant(NetworkKind.Bidirectional));
        var (one, other) = (ScaledInitialization.Create(shape, seed: 1), ScaledInitialization.Create(shape, seed: 2));
        ElmanTensor[] random =
        [
            ElmanTensor.Embeddings, ElmanTensor.InputWeights, ElmanTensor.RecurrentWeights, ElmanTensor.OutputWeights,
            ElmanTensor.BackwardInputWeights, ElmanTensor.BackwardRecurrentWeights,
        ];
        Assert.All(random, tensor => Assert.NotEqual(one[tensor].ToArray(), other[tensor].ToArray()));
        Assert.Equal(
            random.Length,
            random.Select(tensor => Math.Round(one[tensor][1] / one[tensor][0], 3)).Distinct().Count());
    }

    /// <summary>A checkpoint or a published result can be repeated only if the values stay.</summary>
    [Fact]
    public void The_first_values_of_a_seed_are_those_of_every_version()
    {
        var parameters = ScaledInitialization.Create(Shape(NetworkKind.Elman), seed: 345);

        Near.Equal(
            [-0.0409979261, -0.120316543, -0.114049137], parameters.Embeddings[..3].ToArray(), 1e-8, "embeddings");
        Near.Equal([0.0446666293, 0.106462076, 0.187669292], parameters.InputWeights[..3].ToArray(), 1e-8, "wx");
        Near.Equal(
            [-0.0117578423, 0.0222609155, 0.00738839805], parameters.RecurrentWeights[..3].ToArray(), 1e-8, "wh");
        Near.Equal([0.00679769926, 0.0434743166, 0.171202898], parameters.OutputWeights[..3].ToArray(), 1e-8, "w");
    }

    private static ElmanShape Shape(NetworkKind kind) => new(
        hiddenSize: 120,
        labelCount: 90,
        vocabularySize: 200,
        embeddingSize: 40,
        windowSize: 5,
        new NetworkVariant(kind));
}
