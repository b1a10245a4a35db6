using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Format;
using FastElman.Interop.Onnx.Writing;
using FastElman.Model;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>
/// Graphs in the form in which PyTorch's exporter writes an embedding, a recurrent layer and a linear layer, made of a
/// network of ours with a window of 1.
/// </summary>
internal sealed record TorchGraph(ElmanParameters Parameters)
{
    private readonly OnnxBytes _file = new();

    public bool BatchFirst { get; init; }

    /// <summary>The operator after the logits; empty for none.</summary>
    public string End { get; init; } = string.Empty;

    /// <summary>Whether nodes turn and join the weights, as without constant folding.</summary>
    public bool IsUnfolded { get; init; }

    /// <summary>Whether the linear layer gets all words of all sentences in one dimension.</summary>
    public bool IsFlat { get; init; }

    public long OperatorSet { get; init; } = 14;

    public byte[] Bytes()
    {
        var shape = Parameters.Shape;
        var layers = HiddenLayerTensors.Of(shape.Variant.Kind);
        var (directions, hidden) = (layers.Length, shape.HiddenSize);
        _file.Input("words", 0, 0);

        // PyTorch's embedding has no padding row.
        _file.Initializer(
            "embedding", Parameters.Embeddings[..(shape.VocabularySize * shape.EmbeddingSize)].ToArray(),
            shape.VocabularySize, shape.EmbeddingSize);
        var x = _file.Node("Gather", ["embedding", "words"], "x");
        var state = InitialState(x, directions, layers);
        if (BatchFirst)
        {
            x = _file.Node("Transpose", [x], "turned", Integers("perm", 1, 0, 2));
        }

        string[] weights =
        [
            Weights("W", layers, layer => layer.InputWeights, shape.InputSize),
            Weights("R", layers, layer => layer.RecurrentWeights, hidden),
            Biases(layers),
        ];
        string[] activations = [.. layers.Select(_ => shape.Variant.Activation.Operator())];
        var y = _file.Node(
            "RNN",
            [x, .. weights, string.Empty, state],
            ["y", "last"],
            [
                Attribute("activations", activations),
                Attribute("hidden_size", hidden),
                .. directions == 2 ? (MessageWriter[])[TextAttribute("direction", "bidirectional")] : [],
            ]);
        if (directions == 2)
        {
            y = _file.Node("Transpose", [y], "sides", Integers("perm", 0, 2, 1, 3));
            y = _file.Node("Reshape", [y, _file.Constant("joined_shape", 0, 0, -1)], "joined");
        }
        else
        {
            y = Squeeze(y, 1);
        }

        if (BatchFirst)
        {
            y = _file.Node("Transpose", [y], "turned_back", Integers("perm", 1, 0, 2));
        }

        var logits = Linear(y);
        if (End.Length > 0)
        {
            // Older versions of Softmax took all dimensions from the axis on as one.
            var axis = End == "ArgMax" || OperatorSet >= 13 ? -1 : 2;
            logits = _file.Node(End, [logits], End == "ArgMax" ? "labels" : "result", Attribute("axis", axis));
        }

        _file.Output(logits);
        return _file.ToBytes(OperatorSet);
    }

    private string InitialState(string x, int directions, HiddenLayerTensors[] layers)
    {
        var size = _file.Node("Shape", [x], "size");
        var batch = _file.Node("Gather", [size, _file.Scalar("batch_place", BatchFirst ? 0 : 1)], "batch");
        var hidden = Parameters.Shape.HiddenSize;
        string[] sizes =
        [
            _file.Constant("directions", directions), Unsqueeze(batch, 0), _file.Constant("hidden", hidden),
        ];
        var shape = _file.Node("Concat", sizes, "state_shape", Attribute("axis", 0));
        float[] states = [.. layers.SelectMany(layer => Parameters[layer.InitialState].ToArray())];
        return Array.TrueForAll(states, value => value == 0)
            ? _file.Node("ConstantOfShape", [shape], "state", Tensor("value", Value(string.Empty, [0f], 1)))
            : _file.Node("Expand", [_file.Initializer("initial", states, directions, 1, hidden), shape], "state");
    }

    private string Weights(
        string name, HiddenLayerTensors[] layers, Func<HiddenLayerTensors, ElmanTensor> tensorOf, int inputs)
    {
        var hidden = Parameters.Shape.HiddenSize;
        string[] parts =
        [
            .. layers.Select((layer, i) =>
            {
                var turned = new float[hidden * inputs];
                Matrices.Transpose(Parameters[tensorOf(layer)], inputs, hidden, turned);
                return Unsqueeze(_file.Initializer($"{name}.{i}", turned, hidden, inputs), 0);
            }),
        ];
        if (IsUnfolded)
        {
            return parts.Length == 1 ? parts[0] : _file.Node("Concat", parts, name, Attribute("axis", 0));
        }

        float[] values =
        [
            .. layers.SelectMany(layer =>
            {
                var turned = new float[hidden * inputs];
                Matrices.Transpose(Parameters[tensorOf(layer)], inputs, hidden, turned);
                return turned;
            }),
        ];
        return _file.Initializer(name, values, layers.Length, hidden, inputs);
    }

    /// <summary>Both biases are half of ours, so that their sum has its bits.</summary>
    private string Biases(HiddenLayerTensors[] layers)
    {
        var hidden = Parameters.Shape.HiddenSize;
        var halves = layers.Select(layer => Array.ConvertAll(Parameters[layer.Bias].ToArray(), value => value / 2))
            .ToArray();
        if (!IsUnfolded)
        {
            return _file.Initializer(
                "B", [.. halves.SelectMany(half => (float[])[.. half, .. half])], layers.Length, 2 * hidden);
        }

        string[] parts =
        [
            .. halves.Select((half, i) => Unsqueeze(
                _file.Node(
                    "Concat",
                    [
                        _file.Initializer($"inputs.{i}", half, hidden),
                        _file.Initializer($"recurrence.{i}", half, hidden),
                    ],
                    $"biases.{i}",
                    Attribute("axis", 0)),
                0)),
        ];
        return parts.Length == 1 ? parts[0] : _file.Node("Concat", parts, "B", Attribute("axis", 0));
    }

    private string Linear(string y)
    {
        var (depth, labels) = (Parameters.Shape.OutputDepth, Parameters.Shape.LabelCount);
        var turned = new float[depth * labels];
        Matrices.Transpose(Parameters.OutputWeights, depth, labels, turned);
        var bias = _file.Initializer("linear.bias", Parameters.OutputBias.ToArray(), labels);
        if (IsFlat)
        {
            y = _file.Node("Reshape", [y, _file.Constant("flat_shape", -1, depth)], "flat");
            var linear = _file.Initializer("linear", turned, labels, depth);
            return _file.Node("Gemm", [y, linear, bias], "logits", Attribute("transB", 1));
        }

        var weights = IsUnfolded
            ? _file.Node(
                "Transpose", [_file.Initializer("linear", turned, labels, depth)], "linear.t", Integers("perm", 1, 0))
            : _file.Initializer("linear", Parameters.OutputWeights.ToArray(), depth, labels);
        return _file.Node("Add", [bias, _file.Node("MatMul", [y, weights], "products")], "logits");
    }

    private string Unsqueeze(string value, long axis) => OperatorSet < 13
        ? _file.Node("Unsqueeze", [value], $"{value}.u", Integers("axes", axis))
        : _file.Node("Unsqueeze", [value, _file.Constant($"{value}.axis", axis)], $"{value}.u");

    private string Squeeze(string value, long axis) => OperatorSet < 13
        ? _file.Node("Squeeze", [value], $"{value}.s", Integers("axes", axis))
        : _file.Node("Squeeze", [value, _file.Constant($"{value}.axis", axis)], $"{value}.s");
}
