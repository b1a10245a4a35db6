using FastElman.Kernels;
using static FastElman.Benchmarks.Peers.OnnxRuntime.OnnxGraph;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The network as ONNX graphs. Plain: the windows' embeddings are gathered and multiplied by wx. Projected: rows of a
/// <see cref="ProjectedTable"/> are gathered and added, as this library does.
/// </summary>
internal sealed class ElmanGraph(ElmanParameters parameters, bool projected, bool probabilities)
{
    public const string Windows = "windows", Lengths = "lengths", Before = "before";
    public const string Result = "result", After = "after";

    private static readonly string[] Activations = ["Sigmoid"];

    private readonly ElmanShape _shape = parameters.Shape;
    private readonly OnnxGraph _graph = new();

    /// <summary>
    /// Sentences side by side, with ONNX's own recurrent operator: windows int64 [length, batch, window] and lengths
    /// int32 [batch] to labels int64 [length, batch] or probabilities [length, batch, labels].
    /// </summary>
    public byte[] Sentences(int length, int batch)
    {
        var hidden = _shape.HiddenSize;
        _graph.Input(Windows, ElementType.Int64, length, batch, _shape.WindowSize);
        _graph.Input(Lengths, ElementType.Int32, batch);
        var input = Gathered(leading: [length, batch]);

        // The operator insists on a product: of the sums of projected rows it is one with the identity.
        var (weights, width) = projected
            ? (Matrix.Identity(hidden), hidden)
            : (Matrix.Transpose(parameters.InputWeights, _shape.InputSize, hidden), _shape.InputSize);
        _graph.Constant("W", weights, 1, hidden, width);
        _graph.Constant("R", Matrix.Transpose(parameters.RecurrentWeights, hidden, hidden), 1, hidden, hidden);
        _graph.Constant(
            "B",
            [.. projected ? new float[hidden] : parameters.HiddenBias.ToArray(), .. new float[hidden]],
            1,
            2 * hidden);
        _graph.Constant("h0", Matrix.Repeat(parameters.InitialState, batch), 1, batch, hidden);
        _graph.Node(
            "RNN",
            [input, "W", "R", "B", Lengths, "h0"],
            "states",
            ("hidden_size", hidden),
            ("activations", Activations));
        _graph.Constant("direction", [1L], 1);
        Output(_graph.Node("Squeeze", ["states", "direction"], "hidden"), [length, batch]);
        return _graph.ToBytes();
    }

    /// <summary>
    /// One step of live streams: windows int64 [streams, window] and the states before it [streams, hidden] to labels
    /// int64
    /// [streams] and the states after it.
    /// </summary>
    public byte[] Step(int streams)
    {
        var hidden = _shape.HiddenSize;
        _graph.Input(Windows, ElementType.Int64, streams, _shape.WindowSize);
        _graph.Input(Before, ElementType.Float, streams, hidden);
        var input = Gathered(leading: [streams]);
        if (!projected)
        {
            _graph.Constant("wx", parameters.InputWeights, _shape.InputSize, hidden);
            _graph.Constant("bh", parameters.HiddenBias, hidden);
            input = _graph.Node("Gemm", [input, "wx", "bh"], "projected");
        }

        _graph.Constant("wh", parameters.RecurrentWeights, hidden, hidden);
        _graph.Node("Gemm", [Before, "wh", input], "sum");
        _graph.Node("Sigmoid", ["sum"], After);
        _graph.Output(After, ElementType.Float, streams, hidden);
        Output(After, [streams]);
        return _graph.ToBytes();
    }

    /// <summary>The windows' embeddings end to end, or the sum of their projected rows.</summary>
    private string Gathered(int[] leading)
    {
        if (!projected)
        {
            _graph.Constant("embeddings", parameters.Embeddings, _shape.VocabularySize + 1, _shape.EmbeddingSize);
            _graph.Node("Gather", ["embeddings", Windows], "rows");
            _graph.Constant("flat", [.. leading.Select(each => (long)each), _shape.InputSize], leading.Length + 1);
            return _graph.Node("Reshape", ["rows", "flat"], "x");
        }

        var words = _shape.VocabularySize + 1;
        _graph.Constant("table", ProjectedTable.Of(parameters), _shape.WindowSize * words, _shape.HiddenSize);
        _graph.Constant(
            "places",
            [.. Enumerable.Range(0, _shape.WindowSize).Select(place => (long)place * words)],
            _shape.WindowSize);
        _graph.Node("Add", [Windows, "places"], "indices");
        _graph.Node("Gather", ["table", "indices"], "rows");
        _graph.Constant("window", [(long)leading.Length], 1);
        return _graph.Node("ReduceSum", ["rows", "window"], "x", ("keepdims", 0));
    }

    private void Output(string hidden, int[] leading)
    {
        _graph.Constant("w", parameters.OutputWeights, _shape.HiddenSize, _shape.LabelCount);
        _graph.Constant("b", parameters.OutputBias, _shape.LabelCount);
        _graph.Node("MatMul", [hidden, "w"], "product");
        _graph.Node("Add", ["product", "b"], "logits");
        if (probabilities)
        {
            _graph.Node("Softmax", ["logits"], Result, ("axis", -1));
            _graph.Output(Result, ElementType.Float, [.. leading, _shape.LabelCount]);
        }
        else
        {
            _graph.Node("ArgMax", ["logits"], Result, ("axis", -1), ("keepdims", 0));
            _graph.Output(Result, ElementType.Int64, leading);
        }
    }
}
