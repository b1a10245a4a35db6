using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>What the state before a step adds to the sums of the hidden layer: h_{t−1}·wh, or in a Jordan network p_{t−1}·wh, for one or several sentences.</summary>
internal sealed class RecurrentLayer<TSimd, TVector>(PackedHiddenLayer layer)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _state = layer.Shape.StateSize;
    private readonly int _stride = layer.Stride;

    /// <summary>sums [steps, padded hidden] += previous [steps, padded hidden] · wh.</summary>
    /// <param name="previous">The states before the step.</param>
    /// <param name="sums">What the products are added to.</param>
    /// <param name="order">That of the step: <see cref="StepDirection"/>.</param>
    /// <param name="scratch">Memory for at least so many rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void AddTo(ReadOnlySpan<float> previous, Span<float> sums, Direction order, ProductWorkspace scratch)
    {
        if (layer.RecurrentInt16 is { } numbers)
        {
            for (var start = 0; start < sums.Length; start += _stride)
            {
                var row = sums.Slice(start, _stride);
                scratch.Multiply<TSimd, TVector>(previous.Slice(start, _stride), numbers, row, row, order);
            }

            return;
        }

        var panels = layer.RecurrentWeights.Panels;
        if (sums.Length == _stride)
        {
            MatrixVector.Multiply<TSimd, TVector>(previous[.._state], panels, sums, sums, order);
            return;
        }

        MatrixProduct.Multiply<TSimd, TVector>(
            previous, _stride, sums.Length / _stride, _state, panels, sums, _stride, _stride, sums, order);
    }
}
