using FastElman.Memory;

namespace FastElman.Inference;

/// <summary>What the input layer needs where there is no table of projected embeddings; nothing where there is one.</summary>
internal sealed class InputScratch
{
    private readonly Slab _slab;

    /// <param name="network">The network.</param>
    /// <param name="length">Time steps at once.</param>
    public InputScratch(PackedNetwork network, int length)
    {
        var isNeeded = network.Projection is null;
        var rows = length + (2 * network.Shape.WindowReach);
        _slab = new Slab(
            isNeeded ? checked(rows * network.Shape.EmbeddingSize) : 0,
            isNeeded ? checked(length * network.RecurrentWeights.PaddedColumns) : 0);
    }

    /// <summary>[length + window − 1, embedding]: the embeddings of the words that the windows cover together.</summary>
    public Span<float> Window => _slab[0];

    /// <summary>[length, padded hidden]: what the newest word of each window adds.</summary>
    public Span<float> Newest => _slab[1];
}
