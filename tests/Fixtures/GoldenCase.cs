using System.Text.Json;
using FastElman.Model;

namespace FastElman.Fixtures;

/// <summary>
/// One model case of the reference data: parameters, sentences and what Theano computed from them. Skips the test
/// where the reference data is absent.
/// </summary>
public sealed class GoldenCase
{
    private readonly string _folder;
    private readonly JsonElement _case;
    private readonly JsonElement? _noise;
    private readonly int[] _offsets;

    private GoldenCase(string name)
    {
        _folder = SharedData.PathOf("golden", name);
        _case = ReadJson("case.json");
        _noise = File.Exists(Path.Combine(_folder, "noise.json")) ? ReadJson("noise.json") : null;
        _offsets = Array("forward", "offsets").Integers;
        Shape = new ElmanShape(Size("nh"), Size("nc"), Size("ne"), Size("de"), Size("cs"));
        Sentences = [.. ReadJson("sentences.json").GetProperty("sentences").EnumerateArray()
            .Select(sentence => (Numbers(sentence.GetProperty("words")), Numbers(sentence.GetProperty("labels"))))];
    }

    /// <summary>The model cases; tiny-f64 was computed in double precision, the others in single.</summary>
    public static TheoryData<string> Names => ["tiny-f32", "tiny-f64", "odd", "atis", "atis-200"];

    public ElmanShape Shape { get; }

    /// <summary>The sentences as indices, in the order in which they were trained on.</summary>
    public IReadOnlyList<(int[] Words, int[] Labels)> Sentences { get; }

    /// <summary>As Theano used it: rounded to float32 in the cases of that precision.</summary>
    public double LearningRate => _case.GetProperty("learning_rate_as_used").GetDouble();

    /// <summary>The sentences, by number, for which there are gradients.</summary>
    public int[] GradientSentences => Numbers(_case.GetProperty("gradient_sentences"));

    /// <summary>The numbers of training steps after which the parameters were saved.</summary>
    public int[] TrainSteps => Numbers(_case.GetProperty("train_steps"));

    public bool IsDouble => _case.GetProperty("dtype").ValueEquals("float64");

    /// <summary>[sentences]: the loss of each training step before its update.</summary>
    public double[] TrainLosses => Array("train_nll").Values;

    public static GoldenCase Load(string name) => new(name);

    /// <summary>The parameters before training, as float.</summary>
    public ElmanParameters Parameters()
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            Array("params_before", tensor.FileName()).Floats.CopyTo(parameters[tensor]);
        }

        return parameters;
    }

    /// <summary>
    /// Seven arrays of a folder of the case (<c>params_before</c>, <c>params_after_10</c>, <c>sgd_only_1</c>), in the
    /// order of <see cref="ElmanTensor"/>.
    /// </summary>
    public double[][] Tensors(params string[] folder) =>
        [.. TensorNames.Tutorial.Select(tensor => Array([.. folder, tensor.FileName()]).Values)];

    /// <summary>The gradients of a sentence's loss at the parameters before training.</summary>
    public double[][] Gradients(int sentence) => Tensors("grads", $"s{sentence:D3}");

    /// <summary>An array of the case by its path without <c>.npy</c>.</summary>
    public GoldenArray Array(params string[] path) => GoldenArray.Read($"{Path.Combine([_folder, .. path])}.npy");

    /// <summary>
    /// The rows of an array in <c>forward/</c> (<c>h</c>, <c>p</c>, <c>y_pred</c>) that belong to a sentence.
    /// </summary>
    public double[] OfSentence(GoldenArray forward, int sentence)
    {
        var rowLength = forward.Shape.Length == 2 ? forward.Shape[1] : 1;
        return forward.Values[(_offsets[sentence] * rowLength)..(_offsets[sentence + 1] * rowLength)];
    }

    /// <summary>
    /// How far a correct computation may be from the reference data: four times the effect of float32 rounding that was
    /// measured there, at least <paramref name="least"/>; always 1e-12 in the case of double precision.
    /// </summary>
    /// <param name="least">The least tolerance, for what rounding left alone in that run.</param>
    /// <param name="path">Where the measure stands in <c>noise.json</c>.</param>
    public double Tolerance(double least, params string[] path) => _noise is { } noise
        ? Math.Max(least, 4 * path.Aggregate(noise, (element, name) => element.GetProperty(name)).GetDouble())
        : 1e-12;

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private int Size(string name) => _case.GetProperty(name).GetInt32();

    private JsonElement ReadJson(string name) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(_folder, name)));
}
