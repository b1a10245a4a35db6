using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>What the recurrent and the output layer need for their products.</summary>
internal sealed class ProductWorkspace
{
    private readonly AlignedBuffer _logits;
    private readonly AlignedBuffer _sums;
    private readonly short[] _numbers;

    /// <param name="network">The network.</param>
    /// <param name="length">Time steps at once.</param>
    public ProductWorkspace(PackedNetwork network, int length)
    {
        var hidden = Math.Max(network.Forward.Stride, network.OutputStride);
        var labels = network.OutputWeights.PaddedColumns;
        var slab = new AlignedArena(checked(length * labels), Math.Max(hidden, labels));
        (_logits, _sums) = (slab.Part(0), slab.Part(1));
        Bytes = new byte[Math.Max(hidden, (network.Screen?.Groups ?? 0) * ByteWeights.GroupSize)];

        // A group of two may reach one beyond the hidden units.
        _numbers = new short[hidden + 1];
    }

    /// <summary>[length, padded labels].</summary>
    public Span<float> Logits => _logits.Span;

    /// <summary>[padded hidden or labels, whichever is more].</summary>
    public Span<float> Sums => _sums.Span;

    /// <summary>[padded hidden], or [groups · 4] where that is more: the hidden units of one time step as bytes. The weights of those that do not exist are 0.</summary>
    public byte[] Bytes { get; }

    /// <summary>output [columns] = start [columns] + x [padded hidden] · matrix, in 16-bit whole numbers.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Multiply<TSimd, TVector>(ReadOnlySpan<float> x, Int16Matrix matrix, ReadOnlySpan<float> start, Span<float> output, Direction order)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Int16Product.ToInt16<TSimd, TVector>(x, matrix.Factor, _numbers);
        Int16Product.Multiply<TSimd, TVector>(
            _numbers.AsSpan(0, matrix.Groups * Int16Matrix.GroupSize), matrix.Panels, matrix.Scales, start, Sums[..output.Length], output, order);
    }
}
