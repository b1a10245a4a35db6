using FastElman.Interop.Onnx.Format;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>
/// The network as a graph. What all forms have in common is here: embeddings and windows before the hidden layer, and
/// logits, probabilities and labels behind it.
/// </summary>
internal abstract class NetworkGraph(ElmanModel model)
{
    private string? _padding;

    protected ElmanShape Shape { get; } = model.Shape;

    protected ElmanParameters Parameters { get; } = model.Parameters;

    protected GraphBuilder Builder { get; } = new();

    protected bool IsBidirectional => Shape.Variant.Kind == NetworkKind.Bidirectional;

    protected string Activation => Shape.Variant.Activation.Operator();

    /// <summary>Makes the graph of a model.</summary>
    /// <param name="model">A network that has a graph of this form.</param>
    /// <param name="form">The form.</param>
    public static OnnxGraph Of(ElmanModel model, GraphForm form)
    {
        NetworkGraph network = form.Form switch
        {
            OnnxForm.Rnn => new RnnGraph(model),
            OnnxForm.Unrolled => new UnrolledGraph(model, form.SentenceLength),
            _ => new StepGraph(model),
        };
        network.Build();
        network.AddTransitions();
        return network.Builder.Graph;
    }

    protected abstract void Build();

    /// <summary>A parameter under its own name.</summary>
    protected string Parameter(ElmanTensor tensor) => Parameter(tensor, Parameters.ArrayOf(tensor));

    /// <summary>A parameter under its own name, with values that were reordered.</summary>
    protected string Parameter(ElmanTensor tensor, float[] values, params long[] leading) => Builder.Tensor(
        tensor.FileName(), values, [.. leading, .. Shape.GetDimensions(tensor).Select(each => (long)each)]);

    /// <summary>Embeddings of words of any dimensions; −1 is the last row, the padding word.</summary>
    protected string Embed(string words) =>
        Builder.Node("embedded", "Gather", [Parameter(ElmanTensor.Embeddings), words]);

    /// <summary>
    /// [sequence, batch, embedding · window] of words [sequence, batch]: the sentence is padded at both ends, and the
    /// window is as many copies of it side by side, each one word later than the one before.
    /// </summary>
    protected string Windows(string words)
    {
        if (Shape.WindowSize == 1)
        {
            return Embed(words);
        }

        var reach = Shape.WindowReach;
        var pads = Builder.Integers("pads", reach, 0, reach, 0);
        var embedded = Embed(Builder.Node("padded", "Pad", [words, pads, Padding]));
        var axis = Builder.Integers("sequence_axis", 0);
        var places = new string[Shape.WindowSize];
        for (var place = 0; place < places.Length; place++)
        {
            // The last copy ends where the sentence does: a slice takes what is beyond the end as the end.
            var end = place + 1 - places.Length;
            places[place] = Builder.Node(
                $"place.{place}",
                "Slice",
                [
                    embedded,
                    Builder.Integers($"place.{place}.start", place),
                    Builder.Integers($"place.{place}.end", end < 0 ? end : int.MaxValue),
                    axis,
                ]);
        }

        return Builder.Node("inputs", "Concat", places, OnnxAttribute.Of("axis", 2));
    }

    /// <summary>The padding word as a single integer.</summary>
    protected string Padding => _padding ??= Builder.Integer("padding", -1);

    /// <summary>[sequence, batch]: the words, with the padding word after the end of each sentence.</summary>
    /// <param name="words">[sequence, batch].</param>
    /// <param name="lengths">int64 [batch].</param>
    /// <param name="steps">int64 [sequence, 1]: 0, 1, 2 and so on.</param>
    protected string Mask(string words, string lengths, string steps)
    {
        var isInside = Builder.Node("is_inside", "Less", [steps, lengths]);
        return Builder.Node("masked", "Where", [isInside, words, Padding]);
    }

    /// <summary>h · w + b.</summary>
    protected string Logits(string hidden, string suffix = "")
    {
        var product = Builder.Node(
            $"output_products{suffix}", "MatMul", [hidden, ElmanTensor.OutputWeights.FileName()]);
        return Builder.Node($"logits{suffix}", "Add", [product, ElmanTensor.OutputBias.FileName()]);
    }

    protected void OutputParameters()
    {
        Parameter(ElmanTensor.OutputWeights);
        Parameter(ElmanTensor.OutputBias);
    }

    /// <summary>
    /// Probabilities and labels of logits [.., labels]. The temperature changes probabilities and no label.
    /// </summary>
    protected void Answer(string logits, params OnnxDimension[] leading)
    {
        Builder.Node(
            GraphNames.Labels,
            "ArgMax",
            [logits],
            OnnxAttribute.Of("axis", -1),
            OnnxAttribute.Of("keepdims", 0),
            OnnxAttribute.Of("select_last_index", 0));
        var scaled = model.Temperature == 1f
            ? logits
            : Builder.Node("scaled_logits", "Div", [logits, Builder.Tensor("temperature", [model.Temperature])]);
        Builder.Node(GraphNames.Probabilities, "Softmax", [scaled], OnnxAttribute.Of("axis", -1));
        Builder.Output(GraphNames.Probabilities, OnnxElementType.Float, [.. leading, Shape.LabelCount]);
        Builder.Output(GraphNames.Labels, OnnxElementType.Int64, leading);
    }

    /// <summary>Learned transition scores are handed out for who decodes whole sentences: no node uses them.</summary>
    private void AddTransitions()
    {
        if (Shape.Variant.HasTransitions)
        {
            var scores = Builder.Tensor(
                GraphNames.TransitionScores,
                Parameters.ArrayOf(ElmanTensor.Transitions),
                Shape.LabelCount + 1,
                Shape.LabelCount);
            Builder.Node(GraphNames.Transitions, "Identity", [scores]);
            Builder.Output(
                GraphNames.Transitions, OnnxElementType.Float, Shape.LabelCount + 1, Shape.LabelCount);
        }
    }
}
