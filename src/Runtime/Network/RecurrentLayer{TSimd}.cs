using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// h_{t−1}·wh, in a Jordan network p_{t−1}·wh, for one row or several. Several rows are one matrix product, in which
/// each weight that is loaded serves four rows. The order of each sum is the same in all cases.
/// </summary>
internal readonly struct RecurrentLayer<TSimd, TVector>(PackedHiddenLayer layer)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _depth = layer.Shape.RecurrentSize;
    private readonly int _columns = layer.PaddedColumns;
    private readonly int _stride = layer.Stride;

    /// <summary>sums += previous · wh.</summary>
    /// <param name="previous">[at least n, stride]: the states before the step.</param>
    /// <param name="sums">[n, stride]: the sums that the products are added to.</param>
    /// <param name="direction">The direction of the step: <see cref="StepDirection"/>.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Add(ReadOnlySpan<float> previous, Span<float> sums, Direction direction, StepWorkspace workspace)
    {
        if (layer.RecurrentInt16 is { } quantised)
        {
            for (var at = 0; at < sums.Length; at += _stride)
            {
                var row = sums.Slice(at, _stride);
                workspace.Multiply<TSimd, TVector>(previous.Slice(at, _stride), quantised, row, row, direction);
            }

            return;
        }

        if (layer.RecurrentSparse is { } sparse)
        {
            AddSparse(previous, sums, sparse, direction);
            return;
        }

        var panels = layer.RecurrentWeights!.Panels;
        if (sums.Length == _stride)
        {
            var row = sums[.._columns];
            MatrixVector.Multiply<TSimd, TVector>(previous[.._depth], panels, row, row, direction);
            return;
        }

        MatrixProduct.Multiply<TSimd, TVector>(
            previous, _stride, sums.Length / _stride, panels, sums, _stride, sums, direction, _stride);
    }

    /// <summary>The same without the zeros of wh.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void AddSparse(
        ReadOnlySpan<float> previous, Span<float> sums, BlockSparseMatrix weights, Direction direction)
    {
        if (sums.Length > _stride && _columns == _stride)
        {
            BlockSparseProduct.Add<TSimd, TVector>(previous, weights.Panels, sums, direction);
            return;
        }

        for (var at = 0; at < sums.Length; at += _stride)
        {
            var row = sums.Slice(at, _columns);
            BlockSparseVector.Multiply<TSimd, TVector, FloatProducts<TSimd, TVector>>(
                previous.Slice(at, _stride), weights.Panels, row, row, direction);
        }
    }
}
