using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Format;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>
/// Sentences of one fixed length: a product, a sum and an activation for each time step. A step keeps its first
/// dimension: a state is [1, batch, size], and [1, 1, size] before the first word.
/// </summary>
internal sealed class UnrolledGraph(ElmanModel model, int length) : NetworkGraph(model)
{
    protected override void Build()
    {
        var words = Builder.Input(GraphNames.Words, OnnxElementType.Int64, length, GraphNames.Batch);
        var lengths = string.Empty;
        if (IsBidirectional)
        {
            var input = Builder.Input(GraphNames.Lengths, OnnxElementType.Int32, GraphNames.Batch);
            lengths = Builder.Node(
                "long_lengths", "Cast", [input], OnnxAttribute.Of("to", (long)OnnxElementType.Int64));
            var steps = Enumerable.Range(0, length).Select(t => (long)t).ToArray();
            Builder.Graph.Initializers.Add(OnnxTensor.Of("steps", steps, length, 1));
            words = Mask(words, lengths, "steps");
        }

        OutputParameters();
        var inputs = Windows(words);
        var layers = HiddenLayerTensors.Of(Shape.Variant.Kind);
        var forward = Steps(inputs, layers[0], string.Empty, Parameters.ArrayOf(ElmanTensor.InputWeights));
        if (Shape.Variant.Kind == NetworkKind.Jordan)
        {
            Answer(Stack("logits", RunJordan(forward)), length, GraphNames.Batch);
            return;
        }

        var hidden = Stack("hidden", Run(forward, layers[0]));
        if (IsBidirectional)
        {
            var reordered = Matrices.ReverseWindow(Parameters[ElmanTensor.BackwardInputWeights], Shape);
            var backward = Steps(inputs, layers[1], "backward.", reordered);
            var behind = Stack("backward.hidden", RunBackward(backward, layers[1]));
            hidden = Builder.Node("both_hidden", "Concat", [hidden, behind], OnnxAttribute.Of("axis", 2));
        }

        Answer(Logits(hidden), length, GraphNames.Batch);
    }

    /// <summary>[length]: x_t · wx + bh, one time step each.</summary>
    private string[] Steps(string inputs, HiddenLayerTensors layer, string prefix, float[] inputWeights)
    {
        var product = Builder.Node(
            $"{prefix}input_products", "MatMul", [inputs, Parameter(layer.InputWeights, inputWeights)]);
        var sum = Builder.Node($"{prefix}input_sums", "Add", [product, Parameter(layer.Bias)]);
        Parameter(layer.RecurrentWeights);
        Parameter(layer.InitialState, Parameters.ArrayOf(layer.InitialState), 1, 1);
        return Builder.Split($"{prefix}input", sum, length);
    }

    /// <summary>One time step of the recurrence.</summary>
    private string Step(string input, string state, HiddenLayerTensors layer, string suffix)
    {
        var product = Builder.Node($"product{suffix}", "MatMul", [state, layer.RecurrentWeights.FileName()]);
        var sum = Builder.Node($"sum{suffix}", "Add", [input, product]);
        return Builder.Node($"state{suffix}", Activation, [sum]);
    }

    private string[] Run(string[] inputs, HiddenLayerTensors layer)
    {
        var states = new string[length];
        for (var t = 0; t < length; t++)
        {
            states[t] = Step(inputs[t], t == 0 ? layer.InitialState.FileName() : states[t - 1], layer, $".{t}");
        }

        return states;
    }

    /// <summary>[length]: the logits; the state is the probabilities that follow from them.</summary>
    private string[] RunJordan(string[] inputs)
    {
        var logits = new string[length];
        var state = HiddenLayerTensors.Forward.InitialState.FileName();
        for (var t = 0; t < length; t++)
        {
            logits[t] = Logits(Step(inputs[t], state, HiddenLayerTensors.Forward, $".{t}"), $".{t}");
            if (t < length - 1)
            {
                state = Builder.Node($"feedback.{t}", "Softmax", [logits[t]], OnnxAttribute.Of("axis", -1));
            }
        }

        return logits;
    }

    /// <summary>
    /// From the last word on. Behind the end of a sentence the state stays the initial one. The mask is cut into steps
    /// as integers, because the operator Split takes no booleans in ONNX Runtime.
    /// </summary>
    private string[] RunBackward(string[] inputs, HiddenLayerTensors layer)
    {
        var inside = Builder.Node(
            "inside_numbers", "Cast", ["is_inside"], OnnxAttribute.Of("to", (long)OnnxElementType.Int64));
        var column = Builder.Node("inside_column", "Unsqueeze", [inside, Builder.Integers("column_axis", 2)]);
        var masks = Builder.Split("inside", column, length);
        var states = new string[length];
        var state = layer.InitialState.FileName();
        for (var t = length - 1; t >= 0; t--)
        {
            var mask = Builder.Node(
                $"mask.{t}", "Cast", [masks[t]], OnnxAttribute.Of("to", (long)OnnxElementType.Bool));
            var next = Step(inputs[t], state, layer, $".backward.{t}");
            states[t] = state = Builder.Node($"kept.{t}", "Where", [mask, next, state]);
        }

        return states;
    }

    private string Stack(string name, string[] steps) =>
        Builder.Node(name, "Concat", steps, OnnxAttribute.Of("axis", 0));
}
