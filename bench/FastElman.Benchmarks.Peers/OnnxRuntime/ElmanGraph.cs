using FastElman.Kernels;
using static FastElman.Benchmarks.Peers.OnnxRuntime.OnnxGraph;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The network as ONNX graphs. Plain: the windows' embeddings are gathered and multiplied by wx. Projected: rows of a
/// <see cref="ProjectedTable"/> are gathered and added, as this library does.
/// </summary>
internal sealed class ElmanGraph(ElmanParameters parameters, OnnxForm form, bool probabilities)
{
    public const string Windows = "windows", Lengths = "lengths", Before = "before";
    public const string Result = "result", After = "after";

    private static readonly string[] Activations = ["Sigmoid"];

    private readonly ElmanShape _shape = parameters.Shape;
    private readonly OnnxGraph _graph = new();

    private bool IsProjected => form.HasFlag(OnnxForm.Projected);

    /// <summary>
    /// Sentences side by side: windows int64 [words, window] and lengths int32 [batch] to labels int64 [words] or
    /// probabilities [words, labels], where words stands for the <see cref="Words"/>.
    /// </summary>
    public byte[] Sentences(int length, int batch)
    {
        int[] words = [.. Words(form, length, batch).Select(dimension => (int)dimension)];
        _graph.Input(Windows, ElementType.Int64, [.. words, _shape.WindowSize]);
        _graph.Input(Lengths, ElementType.Int32, batch);
        var input = Gathered(words);
        Output(form.HasFlag(OnnxForm.Unrolled) ? Unrolled(input, length, batch) : Recurrent(input, batch), words);
        return _graph.ToBytes();
    }

    /// <summary>The dimensions that say which word it is: [length, batch], or one for both.</summary>
    public static long[] Words(OnnxForm form, int length, int batch) =>
        form.HasFlag(OnnxForm.Unrolled) ? [length * batch] : [length, batch];

    /// <summary>The states [length, batch, hidden] by ONNX's own recurrent operator.</summary>
    private string Recurrent(string input, int batch)
    {
        var hidden = _shape.HiddenSize;

        // The operator insists on a product: of the sums of projected rows it is one with the identity.
        var (weights, width) = IsProjected
            ? (Matrix.Identity(hidden), hidden)
            : (Matrix.Transpose(parameters.InputWeights, _shape.InputSize, hidden), _shape.InputSize);
        _graph.Constant("W", weights, 1, hidden, width);
        _graph.Constant("R", Matrix.Transpose(parameters.RecurrentWeights, hidden, hidden), 1, hidden, hidden);
        _graph.Constant(
            "B",
            [.. IsProjected ? new float[hidden] : parameters.HiddenBias.ToArray(), .. new float[hidden]],
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
        return _graph.Node("Squeeze", ["states", "direction"], "hidden");
    }

    /// <summary>
    /// The states [length · batch, hidden], a product for each time step. The lengths go unused: what a short sentence
    /// has after its end is not looked at.
    /// </summary>
    private string Unrolled(string rows, int length, int batch)
    {
        var input = Added(rows);
        string[] inputs = [.. Enumerable.Range(0, length).Select(t => $"input{t}")];
        if (length > 1)
        {
            _graph.Constant("steps", [.. Enumerable.Repeat((long)batch, length)], length);
            _graph.Node("Split", [input, "steps"], inputs, ("axis", 0));
        }
        else
        {
            inputs = [input];
        }

        _graph.Constant("h0", Matrix.Repeat(parameters.InitialState, batch), batch, _shape.HiddenSize);
        _graph.Constant("wh", parameters.RecurrentWeights, _shape.HiddenSize, _shape.HiddenSize);
        var state = "h0";
        for (var t = 0; t < length; t++)
        {
            _graph.Node("Gemm", [state, "wh", inputs[t]], $"sum{t}");
            state = _graph.Node("Sigmoid", [$"sum{t}"], $"state{t}");
        }

        string[] states = [.. Enumerable.Range(0, length).Select(t => $"state{t}")];
        return length == 1 ? state : _graph.Node("Concat", states, "states", ("axis", 0));
    }

    /// <summary>
    /// One step of live streams: windows int64 [streams, window] and the states before it [streams, hidden] to labels
    /// int64 [streams] or probabilities [streams, labels], and the states after it.
    /// </summary>
    public byte[] Step(int streams)
    {
        var hidden = _shape.HiddenSize;
        _graph.Input(Windows, ElementType.Int64, streams, _shape.WindowSize);
        _graph.Input(Before, ElementType.Float, streams, hidden);
        var input = Added(Gathered(leading: [streams]));

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
        if (!IsProjected)
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

    /// <summary>What comes of <see cref="Gathered"/>, multiplied by wx where it has not been yet.</summary>
    private string Added(string rows)
    {
        if (IsProjected)
        {
            return rows;
        }

        _graph.Constant("wx", parameters.InputWeights, _shape.InputSize, _shape.HiddenSize);
        _graph.Constant("bh", parameters.HiddenBias, _shape.HiddenSize);
        return _graph.Node("Gemm", [rows, "wx", "bh"], "projected");
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
