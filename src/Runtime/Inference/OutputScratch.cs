using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Inference;

/// <summary>What the output layer needs.</summary>
internal sealed class OutputScratch
{
    private readonly Slab _slab;

    /// <param name="network">The network.</param>
    /// <param name="length">Time steps at once.</param>
    public OutputScratch(PackedNetwork network, int length)
    {
        _slab = new Slab(checked(length * network.OutputWeights.PaddedColumns), network.OutputWeights.PaddedColumns);
        var bytes = (network.Screen?.Groups ?? 0) * ScreenedMatrix.GroupSize;
        Bytes = new byte[Math.Max(bytes, network.RecurrentWeights.PaddedColumns)];
    }

    /// <summary>[length, padded labels].</summary>
    public Span<float> Logits => _slab[0];

    /// <summary>[padded labels]: the largest that each logit can be.</summary>
    public Span<float> Upper => _slab[1];

    /// <summary>[padded hidden], or [groups · 4] where that is more: the hidden units of one time step as bytes. The weights of those that do not exist are 0.</summary>
    public byte[] Bytes { get; }
}
