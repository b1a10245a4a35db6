using System.Globalization;
using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Golden;

/// <summary>
/// The special inputs of the reference data: what Theano answers to them, and where we differ on purpose.
/// </summary>
public sealed class EdgeTests
{
    private const double Tolerance = 1e-6;

    [Theory, EveryInstructionSet]
    public void Special_inputs_give_what_Theano_gives_but_for_named_differences(
        InstructionSet instructionSet)
    {
        var (shape, cases) = Load();
        Assert.NotEmpty(cases);
        foreach (var edge in cases)
        {
            var name = edge.GetProperty("name").GetString()!;
            int[] words = [.. edge.GetProperty("words").EnumerateArray().Select(word => word.GetInt32())];
            var model = ElmanModel.Create(
                GoldenParameters.Read(SharedData.PathOf("golden", "edge", name), shape),
                allowNonFinite: name == "nan-bias").Compile(new CompileOptions { InstructionSet = instructionSet });
            switch (name)
            {
                case "empty-sentence":
                    // Theano raises an error; here nothing is the answer to nothing.
                    new Tagger(model).Tag(words, []);
                    break;

                case "negative-index":
                    // numpy counts any negative index from the end; here only −1 has a meaning.
                    AssertRefused(model, words);
                    break;

                case "index-too-large" or "index-too-small":
                    Assert.Equal("IndexError", edge.GetProperty("forward").GetProperty("error").GetString());
                    AssertRefused(model, words);
                    break;

                default:
                    AssertForward(edge.GetProperty("forward"), ForwardRun.Of(model, words), name);
                    break;
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_sigmoid_reaches_its_limits_exactly_where_theanos_does(InstructionSet instructionSet)
    {
        var (shape, cases) = Load();
        var edge = cases.Single(each => each.GetProperty("name").ValueEquals("sigmoid-limits"));
        var expected = Numbers(edge.GetProperty("forward").GetProperty("h"));
        int[] words = [.. edge.GetProperty("words").EnumerateArray().Select(word => word.GetInt32())];
        var model = ForwardRun.Model(
            GoldenParameters.Read(SharedData.PathOf("golden", "edge", "sigmoid-limits"), shape), instructionSet);
        var actual = ForwardRun.Of(model, words).Hidden;
        Assert.Contains(1.0, expected);
        Assert.Contains(0.0, expected);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i] == 1, actual[i] == 1);
            Assert.Equal(expected[i] == 0, actual[i] == 0);
        }
    }

    [Fact]
    public void A_network_with_nan_is_refused_unless_it_is_allowed()
    {
        var parameters = GoldenParameters.Read(SharedData.PathOf("golden", "edge", "nan-bias"), Load().Shape);
        var exception = Assert.Throws<ArgumentException>(() => ElmanModel.Create(parameters).Compile());
        Assert.StartsWith("tensor b: ", exception.Message, StringComparison.Ordinal);
    }

    private static (ElmanShape Shape, JsonElement[] Cases) Load()
    {
        var edge = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", "edge", "edge.json")));
        int Size(string name) => edge.GetProperty(name).GetInt32();
        return (
            new ElmanShape(Size("nh"), Size("nc"), Size("ne"), Size("de"), Size("cs")),
            [.. edge.GetProperty("cases").EnumerateArray()]);
    }

    private static void AssertForward(JsonElement expected, ForwardRun actual, string name)
    {
        AssertNear(Numbers(expected.GetProperty("h")), actual.Hidden, $"{name}: h");
        AssertNear(Numbers(expected.GetProperty("p")), actual.Probabilities, $"{name}: p");
        Assert.Equal(expected.GetProperty("y_pred").EnumerateArray().Select(label => label.GetInt32()), actual.Labels);
    }

    private static void AssertNear(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var near = double.IsNaN(expected[i])
                ? float.IsNaN(actual[i])
                : Math.Abs(expected[i] - actual[i]) <= Tolerance;
            Assert.True(near, $"{what} at {i}: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    private static void AssertRefused(CompiledModel model, int[] words) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(words), () => new Tagger(model).Tag(words, new int[words.Length]));

    /// <summary>The values of an array; nan and the infinities are written as text.</summary>
    private static double[] Numbers(JsonElement array) =>
    [
        .. array.GetProperty("values").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : double.Parse(
                value.GetString()!.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)),
    ];
}
