using FastElman.Interop.Layouts;
using FastElman.Interop.Onnx.Format;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>
/// Sentences of any length with the operator RNN. It wants its weights as [directions, hidden, inputs], and gives
/// states [sequence, directions, batch, hidden]. Of a bidirectional network, both directions get the window in reading
/// order, so the rows of the backward input weights are reordered: ours see the later word first.
/// </summary>
internal sealed class RnnGraph(ElmanModel model) : NetworkGraph(model)
{
    protected override void Build()
    {
        var layers = HiddenLayerTensors.Of(Shape.Variant.Kind);
        var (directions, hidden) = (layers.Length, Shape.HiddenSize);
        var words = Builder.Input(
            GraphNames.Words, OnnxElementType.Int64, GraphNames.Sequence, GraphNames.Batch);
        var size = Builder.Node("size", "Shape", [words]);
        var lengths = string.Empty;
        if (IsBidirectional)
        {
            lengths = Builder.Input(GraphNames.Lengths, OnnxElementType.Int32, GraphNames.Batch);
            words = Mask(words, Lengths(lengths), Steps(size));
        }

        var inputs = Windows(words);
        string[] weights =
        [
            Builder.Tensor(GraphNames.RnnInputWeights, InputWeights(layers), directions, hidden, Shape.InputSize),
            Builder.Tensor(GraphNames.RnnRecurrentWeights, RecurrentWeights(layers), directions, hidden, hidden),
            Builder.Tensor(GraphNames.RnnBiases, Biases(layers), directions, 2 * hidden),
        ];
        Builder.Graph.Nodes.Add(new OnnxNode(
            "states",
            "RNN",
            [inputs, .. weights, lengths, InitialStates(layers, size)],
            ["states"],
            [
                OnnxAttribute.Of("activations", [.. layers.Select(_ => Activation)]),
                OnnxAttribute.Of("direction", IsBidirectional ? "bidirectional" : "forward"),
                OnnxAttribute.Of("hidden_size", hidden),
            ]));
        OutputParameters();
        Answer(Logits(SideBySide("states")), GraphNames.Sequence, GraphNames.Batch);
    }

    private string Lengths(string lengths) =>
        Builder.Node("long_lengths", "Cast", [lengths], OnnxAttribute.Of("to", (long)OnnxElementType.Int64));

    /// <summary>[sequence, 1]: 0, 1, 2 and so on.</summary>
    private string Steps(string size)
    {
        var zero = Builder.Integer("zero", 0);
        var length = Builder.Node("sequence_length", "Gather", [size, zero]);
        var steps = Builder.Node("step_numbers", "Range", [zero, length, Builder.Integer("one", 1)]);
        return Builder.Node("steps", "Unsqueeze", [steps, Builder.Integers("steps_axis", 1)]);
    }

    /// <summary>[directions, batch, hidden] of the initial states [directions, 1, hidden].</summary>
    private string InitialStates(HiddenLayerTensors[] layers, string size)
    {
        float[] values = [.. layers.SelectMany(layer => Parameters.ArrayOf(layer.InitialState))];
        var states = Builder.Tensor(
            ElmanTensor.InitialState.FileName(), values, layers.Length, 1, Shape.HiddenSize);
        var batch = Builder.Node("batch_size", "Gather", [size, Builder.Integers("batch_axis", 1)]);
        var expanded = Builder.Node(
            "initial_size",
            "Concat",
            [Builder.Integers("directions", layers.Length), batch, Builder.Integers("hidden_size", Shape.HiddenSize)],
            OnnxAttribute.Of("axis", 0));
        return Builder.Node("initial_states", "Expand", [states, expanded]);
    }

    /// <summary>[sequence, batch, directions · hidden] of states [sequence, directions, batch, hidden].</summary>
    private string SideBySide(string states)
    {
        if (!IsBidirectional)
        {
            return Builder.Node("hidden", "Squeeze", [states, Builder.Integers("directions_axis", 1)]);
        }

        var turned = Builder.Node("turned_states", "Transpose", [states], OnnxAttribute.Of("perm", 0, 2, 1, 3));
        return Builder.Node(
            "hidden", "Reshape", [turned, Builder.Integers("hidden_shape", 0, 0, Shape.OutputDepth)]);
    }

    private float[] InputWeights(HiddenLayerTensors[] layers)
    {
        var weights = new float[layers.Length * Shape.InputSize * Shape.HiddenSize];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = i == 0
                ? Parameters[layers[i].InputWeights]
                : Matrices.ReverseWindow(Parameters[layers[i].InputWeights], Shape);
            Matrices.Transpose(
                layer, Shape.InputSize, Shape.HiddenSize, weights.AsSpan(i * layer.Length, layer.Length));
        }

        return weights;
    }

    private float[] RecurrentWeights(HiddenLayerTensors[] layers)
    {
        var weights = new float[layers.Length * Shape.HiddenSize * Shape.HiddenSize];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = Parameters[layers[i].RecurrentWeights];
            Matrices.Transpose(
                layer, Shape.HiddenSize, Shape.HiddenSize, weights.AsSpan(i * layer.Length, layer.Length));
        }

        return weights;
    }

    /// <summary>
    /// [directions, 2 · hidden]: the operator adds two biases, one of the inputs and one of the recurrence; the second
    /// is 0.
    /// </summary>
    private float[] Biases(HiddenLayerTensors[] layers) =>
        [.. layers.SelectMany(layer => (float[])[.. Parameters[layer.Bias], .. new float[Shape.HiddenSize]])];
}
