using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Model.Initialization;

public sealed class TutorialInitializationTests
{
    /// <summary>The first embeddings that numpy draws for seed 345.</summary>
    private static readonly float[] FirstOfSeed345 =
        [-0.051629305f, 0.065953694f, -0.0013367982f, 0.040831622f, -0.10232603f];

    [Fact]
    public void The_first_values_are_numpys()
    {
        var parameters = ElmanParameters.Initialize(new ElmanShape(2, 2, 4, 1, 1), 345);

        Assert.Equal(FirstOfSeed345, parameters.Embeddings.ToArray());
    }

    [Fact]
    public void Weights_are_drawn_one_tensor_after_the_other_and_the_rest_is_zero()
    {
        var shape = new ElmanShape(hiddenSize: 3, labelCount: 2, vocabularySize: 4, embeddingSize: 2, windowSize: 3);

        var parameters = ElmanParameters.Initialize(shape, 345);

        float[] drawn =
        [
            .. parameters.Embeddings,
            .. parameters.InputWeights,
            .. parameters.RecurrentWeights,
            .. parameters.OutputWeights,
        ];
        Assert.Equal(
            ElmanParameters.Initialize(new ElmanShape(1, 1, drawn.Length - 1, 1, 1), 345).Embeddings.ToArray(), drawn);
        Assert.All(
            (float[])[.. parameters.HiddenBias, .. parameters.OutputBias, .. parameters.InitialState],
            value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("tiny-f32")]
    [InlineData("odd")]
    [InlineData("atis")]
    [InlineData("atis-200")]
    public void Every_value_is_the_reference_runs_bit_for_bit(string name)
    {
        var golden = GoldenCase.Load(name);
        var description = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", name, "case.json")));
        var seed = description.GetProperty("numpy_seed").GetUInt32();

        var (expected, parameters) = (golden.Parameters(), ElmanParameters.Initialize(golden.Shape, seed));

        foreach (var tensor in TensorNames.Tutorial.Take(4))
        {
            Assert.Equal(expected[tensor].ToArray(), parameters[tensor].ToArray());
        }
    }

    [Fact]
    public void The_first_reference_values_are_these()
    {
        var reference = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", "shuffle", "shuffle.json")));

        Assert.Equal(
            FirstOfSeed345,
            reference.GetProperty("initial_values_float32_seed_345").EnumerateArray().Select(
                number => (float)number.GetDouble()));
    }
}
