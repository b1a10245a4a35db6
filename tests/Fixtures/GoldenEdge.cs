using System.Globalization;
using System.Text.Json;
using FastElman.Model;

namespace FastElman.Fixtures;

/// <summary>
/// One special input of the reference data, with what Theano makes of it in training. Skips the test where the
/// reference data is absent.
/// </summary>
public sealed class GoldenEdge
{
    private readonly JsonElement _case;

    private GoldenEdge(string name)
    {
        var root = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", "edge", "edge.json")));
        int Size(string size) => root.GetProperty(size).GetInt32();
        Shape = new ElmanShape(Size("nh"), Size("nc"), Size("ne"), Size("de"), Size("cs"));
        _case = root.GetProperty("cases").EnumerateArray().Single(edge => edge.GetProperty("name").ValueEquals(name));
        TensorsBefore = [.. TensorNames.Tutorial.Select(tensor =>
            GoldenArray.Read(SharedData.PathOf("golden", "edge", name, $"{tensor.FileName()}.npy")).Values)];

        // Its biases are near -1000.
        Tolerance = name == "softmax-very-negative" ? 1e-4 : 2e-6;
    }

    /// <summary>Those in which training is expected to do what Theano does.</summary>
    public static TheoryData<string> Ordinary =>
    [
        "plain", "one-word", "repeated-word", "padding-index", "last-row-by-number", "zero-padding-row",
        "zero-learning-rate", "lr-large", "sigmoid-limits", "sigmoid-middle", "softmax-very-negative", "tie-all",
        "tie-last-two",
    ];

    /// <summary>Those that are errors in Theano.</summary>
    public static TheoryData<string> Refused =>
        ["index-too-large", "index-too-small", "label-too-large", "label-count-wrong", "empty-sentence"];

    public ElmanShape Shape { get; }

    /// <summary>The parameters before training, in the order of <see cref="ElmanTensor"/>.</summary>
    public double[][] TensorsBefore { get; }

    public double Tolerance { get; }

    public int[] Words => Integers("words");

    public int[] Labels => Integers("labels");

    public double LearningRate => _case.GetProperty("lr").GetDouble();

    public double Loss => Number(_case.GetProperty("nll"));

    public double[][] Gradients => Tensors("gradients");

    /// <summary>After one call of Theano's train().</summary>
    public double[][] TensorsAfterTraining => Tensors("params_after_train");

    public static GoldenEdge Load(string name) => new(name);

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        };

    private int[] Integers(string name) =>
        [.. _case.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private double[][] Tensors(string name) => [.. TensorNames.Tutorial.Select(tensor =>
        _case.GetProperty(name).GetProperty(tensor.FileName()).GetProperty("values")
            .EnumerateArray().Select(Number).ToArray())];
}
