using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>The operator RNN: its settings, its weights, and what it makes of embeddings.</summary>
internal static class RnnOperator
{
    private static readonly string[] KnownAttributes = ["activations", "direction", "hidden_size", "layout"];

    /// <summary>Reads the node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="embedding">The axis of an embedding.</param>
    /// <param name="layer">Receives the layer.</param>
    /// <returns>The hidden states [sequence, directions, batch, hidden], and the last ones.</returns>
    public static GraphValue[] Read(NodeReading node, Axis? embedding, out RnnLayer layer)
    {
        var (activation, directions) = Settings(node);
        var data = node.Input<DataValue>(0, "embeddings [sequence, batch, embedding]");
        var weights = node.Input<ConstantValue>(1, "constant floats [directions, hidden, inputs]");
        if (data is not
            {
                Stage: DataStage.Embedded, Dimensions: [[var sequence], { Length: <= 1 } batch, [var inputs]],
            }
            || inputs != embedding
            || sequence.Length == 1)
        {
            throw node.Error(
                "its input is no sequence of embeddings", "embeddings [sequence, batch, embedding]", data.Description);
        }

        if (weights.Dimensions is not [var count, > 0 and <= ElmanShape.MaximumLayerSize and var hidden, var width]
            || count != directions
            || width != inputs.Length)
        {
            throw node.Error(
                "its weights W have other dimensions",
                $"[{directions}, hidden, {inputs.Length}]",
                OnnxTensor.Text(weights.Dimensions));
        }

        node.Require("hidden_size", hidden, absent: hidden);
        layer = new RnnLayer(
            activation,
            directions,
            (int)hidden,
            weights.Values,
            Constant(node, 2, "R", directions, hidden, hidden)
                ?? throw node.Error("its weights R are missing", $"[{directions}, {hidden}, {hidden}]"),
            Constant(node, 3, "B", directions, 2 * hidden),
            InitialStates(node, directions, hidden, batch));
        RequireLengths(node);

        Axis[] turns = directions == 1 ? [] : [new Axis("directions", directions)];
        Axis[] units = [new Axis("hidden", hidden)];
        return
        [
            new DataValue(DataStage.Hidden, [[sequence], turns, batch, units]),
            new DataValue(DataStage.LastHidden, [turns, batch, units]),
        ];
    }

    private static (HiddenActivation Activation, int Directions) Settings(NodeReading node)
    {
        if (node.Node.Attributes.FirstOrDefault(each => !KnownAttributes.Contains(each.Name)) is { } other)
        {
            throw node.Error(
                $"it has the attribute {NameText.Cut(other.Name)}", "activations, direction and hidden_size alone");
        }

        node.Require("layout", expected: 0, absent: 0);
        var directions = (node.Node.Find("direction")?.Text ?? "forward") switch
        {
            "forward" => 1,
            "bidirectional" => 2,
            var found => throw node.Error(
                "it reads in another direction", "forward or bidirectional", NameText.Cut(found)),
        };
        var names = node.Node.Find("activations")?.Texts ?? [.. Enumerable.Repeat("Tanh", directions)];
        if (names.Count != directions || names.Distinct().Count() != 1)
        {
            throw node.Error(
                "its activations are others",
                $"the same for {(directions == 1 ? "one direction" : "both directions")}",
                names.Count == 0 ? "none" : string.Join(", ", names.Take(4).Select(NameText.Cut)));
        }

        HiddenActivation activation = names[0] switch
        {
            "Tanh" => HiddenActivation.Tanh,
            "Relu" => HiddenActivation.Relu,
            "Sigmoid" => HiddenActivation.Sigmoid,
            var found => throw node.Error(
                "it has another activation", "Sigmoid, Tanh or Relu", NameText.Cut(found)),
        };
        return (activation, directions);
    }

    private static float[]? Constant(NodeReading node, int index, string name, params long[] dimensions)
    {
        if (node.Find(index) is null)
        {
            return null;
        }

        var constant = node.Input<ConstantValue>(index, $"constant floats {OnnxTensor.Text(dimensions)}");
        return constant.Dimensions.SequenceEqual(dimensions)
            ? constant.Values
            : throw node.Error(
                $"its input {name} has other dimensions",
                OnnxTensor.Text(dimensions),
                OnnxTensor.Text(constant.Dimensions));
    }

    /// <summary>Lengths of sentences are an input of the graph, one for each sentence, or are not there.</summary>
    private static void RequireLengths(NodeReading node)
    {
        if (node.Find(4) is { } lengths
            && lengths is not DataValue { Stage: DataStage.Input, Dimensions: [{ Length: <= 1 }] })
        {
            throw node.Error(
                "its lengths are no input of the graph", "an input [batch]", lengths.Description);
        }
    }

    /// <summary>[directions, hidden] of initial states [directions, batch, hidden], one for all sentences.</summary>
    private static float[]? InitialStates(NodeReading node, int directions, long hidden, Axis[] batch)
    {
        var (source, shape) = node.Find(5) switch
        {
            null => (null, null),
            ConstantValue constant => (constant, [.. constant.Dimensions.Select(each => new Size(each))]),
            RepeatedValue repeated => (repeated.Source, repeated.Shape.Items),
            var other => throw node.Error(
                "its initial states are not known", "constants [directions, batch, hidden]", other.Description),
        };
        if (source is null)
        {
            return null;
        }

        var sentences = batch is [var axis] ? axis.Size : new Size(1);
        Size[] expected = [directions, sentences, hidden];
        if (!Fits(shape!, expected, source.Dimensions) || source.Dimensions.Length > expected.Length)
        {
            throw node.Error(
                "its initial states have other dimensions",
                $"[{directions}, {sentences}, {hidden}]",
                node.Find(5)!.Description);
        }

        return Row(node, source, directions, (int)hidden);
    }

    /// <summary>
    /// Whether what is repeated over a shape has the expected dimensions. Where the shape has 1, or −1 of an Expand
    /// that keeps a dimension, that of the source counts.
    /// </summary>
    private static bool Fits(Size[] shape, Size[] expected, long[] source)
    {
        if (shape.Length != expected.Length)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            var place = i - (shape.Length - source.Length);
            var own = place >= 0 ? source[place] : 1;
            var size = shape[i].Known is 1 or -1 ? new Size(own) : shape[i];

            // One state fits any batch, and so does any number of them where each call chooses the batch.
            var isBatch = i == 1 && (size.Known == 1 || (expected[i].Known is null && size.Axis is null));
            if (size != expected[i] && !isBatch)
            {
                return false;
            }

            if (own != 1 && size.Known is { } known && own != known)
            {
                return false;
            }
        }

        return true;
    }

    private static float[] Row(NodeReading node, ConstantValue source, int directions, int hidden)
    {
        long[] dimensions = [.. Enumerable.Repeat(1L, 3 - source.Dimensions.Length), .. source.Dimensions];
        var (turns, rows, units) = (dimensions[0], dimensions[1], dimensions[2]);

        // Directions and units are 1 or as many as they have to be: only the sentences may be any number.
        if (rows == 0)
        {
            throw node.Error(
                "its initial states have other dimensions",
                $"[{directions}, batch, {hidden}]",
                OnnxTensor.Text(source.Dimensions));
        }

        var states = new float[directions * hidden];
        for (var i = 0; i < states.Length; i++)
        {
            var (turn, unit) = (turns == 1 ? 0 : i / hidden, units == 1 ? 0 : i % hidden);
            states[i] = source.Values[(((turn * rows) + 0) * units) + unit];
            for (var row = 1L; row < rows; row++)
            {
                if (source.Values[(((turn * rows) + row) * units) + unit] != states[i])
                {
                    throw node.Error("its initial states differ from sentence to sentence", "one state for all");
                }
            }
        }

        return states;
    }
}
