using FastElman.Model;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>The parts of a network that are found in a graph, each of which is there once.</summary>
internal sealed class NetworkParts
{
    /// <summary>[words, embedding].</summary>
    public ConstantValue? Embeddings { get; private set; }

    /// <summary>The hidden layer.</summary>
    public RnnLayer? Layer { get; private set; }

    /// <summary>[directions · hidden, labels].</summary>
    public ConstantValue? OutputWeights { get; private set; }

    /// <summary>[labels]; null where there is none.</summary>
    public ConstantValue? OutputBias { get; private set; }

    /// <summary>The node that takes logits before the output bias; null where none does.</summary>
    public string? UnbiasedUse { get; set; }

    public void SetEmbeddings(NodeReading node, ConstantValue value)
    {
        RequireFirst(node, Embeddings, "embedding");
        Embeddings = value;
    }

    public void SetLayer(NodeReading node, RnnLayer value)
    {
        RequireFirst(node, Layer, "recurrent layer");
        Layer = value;
    }

    public void SetOutputWeights(NodeReading node, ConstantValue value)
    {
        RequireFirst(node, OutputWeights, "linear layer");
        OutputWeights = value;
    }

    public void SetOutputBias(NodeReading node, ConstantValue value)
    {
        RequireFirst(node, OutputBias, "output bias");
        OutputBias = value;
    }

    /// <summary>The network. Its window is 1, and its padding row, which no sentence reaches then, is 0.</summary>
    /// <param name="file">The file, for messages.</param>
    public ElmanParameters ToParameters(string? file)
    {
        // An output that was looked at comes after an embedding and a layer.
        var (table, layer) = (Embeddings!, Layer!);
        var weights = OutputWeights ?? throw new ModelFormatException(
            "the graph lacks a part of the network",
            file,
            expected: "an embedding, the operator RNN and a linear layer",
            found: "no linear layer");
        if (UnbiasedUse is not null && OutputBias is not null)
        {
            throw new ModelFormatException($"{UnbiasedUse}: it takes the linear layer without its bias", file);
        }

        var (words, embedding) = ((int)table.Dimensions[0], (int)table.Dimensions[1]);
        var kind = layer.Directions == 2 ? NetworkKind.Bidirectional : NetworkKind.Elman;
        var shape = ElmanShape.OfFile(
            layer.HiddenSize,
            (int)weights.Dimensions[1],
            words,
            embedding,
            windowSize: 1,
            file,
            new NetworkVariant(kind, layer.Activation));
        var parameters = new ElmanParameters(shape);
        table.Values.CopyTo(parameters.Embeddings);
        weights.Values.CopyTo(parameters.OutputWeights);
        OutputBias?.Values.CopyTo(parameters.OutputBias);
        var layers = HiddenLayerTensors.Of(kind);
        for (var direction = 0; direction < layers.Length; direction++)
        {
            layer.CopyTo(parameters, layers[direction], direction);
        }

        return parameters;
    }

    private static void RequireFirst(NodeReading node, object? before, string part)
    {
        if (before is not null)
        {
            throw node.Error($"it is a second {part}", $"one {part}", "two");
        }
    }
}
