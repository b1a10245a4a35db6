using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>The input layer by the product: the embeddings of the window, side by side, times wx.</summary>
internal sealed class MatrixInputLayer<TSimd, TVector>(PackedHiddenLayer layer) : InputLayer<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _window = layer.Shape.WindowSize;
    private readonly int _embedding = layer.Shape.EmbeddingSize;
    private readonly int _stride = layer.Stride;
    private readonly PackedMatrix _earlier = layer.EarlierInputWeights!;
    private readonly PackedMatrix _newest = layer.NewestInputWeights!;

    [MethodImpl(HotPath.Compiled)]
    public override void AddContext(ReadOnlySpan<int> rows, int length, Span<float> sums, InputWorkspace scratch)
    {
        // The inputs overlap: each begins one embedding after the one before.
        Gather.Rows(layer.Embeddings, _embedding, rows[..(length + _window - 2)], scratch.Window);
        MatrixProduct.Multiply<TSimd, TVector>(
            scratch.Window, _embedding, length, _earlier.Depth, _earlier.Panels, layer.Bias, 0, _stride, sums);
    }

    [MethodImpl(HotPath.Compiled)]
    public override void AddContextPerWindow(ReadOnlySpan<int> windows, Span<float> sums, InputWorkspace scratch)
    {
        var width = _earlier.Depth;
        var steps = windows.Length / _window;
        for (var i = 0; i < steps; i++)
        {
            Gather.Rows(layer.Embeddings, _embedding, windows.Slice(i * _window, _window - 1), scratch.Window[(i * width)..]);
        }

        MatrixProduct.Multiply<TSimd, TVector>(scratch.Window, width, steps, width, _earlier.Panels, layer.Bias, 0, _stride, sums);
    }

    [MethodImpl(HotPath.Compiled)]
    public override void ProjectLookahead(ReadOnlySpan<int> newest, InputWorkspace scratch)
    {
        Gather.Rows(layer.Embeddings, _embedding, newest, scratch.Window);
        MatrixProduct.Multiply<TSimd, TVector>(
            scratch.Window, _embedding, newest.Length, _embedding, _newest.Panels, layer.Zeros, 0, _stride, scratch.Newest);
    }

    public override ReadOnlySpan<float> Newest(int row, int t, InputWorkspace scratch) => scratch.Newest.Slice(t * _stride, _stride);

    public override void Prefetch(int row)
    {
    }
}
