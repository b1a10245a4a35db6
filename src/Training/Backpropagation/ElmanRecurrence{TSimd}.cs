using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>A time step gets the hidden state of the step before: h_t = f(z_t + h_(t−1) · wh + bh).</summary>
/// <remarks>
/// Every other time step reads wh in the opposite order, forward and backward, so that the end that was read last is
/// still in the cache. Measured on Zen 4 with 100 hidden units: 4.4 against 5.0 µs a sentence forward, 3.8 against 4.2
/// µs backward.
/// </remarks>
internal sealed class ElmanRecurrence<TSimd, TVector>(TrainingParameters parameters, int index) : IRecurrence
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape = parameters.Shape;
    private readonly HiddenLayerParameters _layer = parameters.Layers[index];
    private readonly int _stride = parameters.HiddenStride;
    private readonly int _labelStride = parameters.LabelStride;

    [MethodImpl(HotPath.Compiled)]
    public void ComputeStates(int words, TrainingWorkspace workspace)
    {
        var hidden = workspace.Layers[index].Hidden;
        var weights = new Panels(_layer.RecurrentWeights[..(_shape.HiddenSize * _stride)], _layer.RecurrentLayout);
        _layer.InitialState.CopyTo(hidden);
        for (var t = 0; t < words; t++)
        {
            var previous = hidden.Slice(t * _stride, _shape.HiddenSize);
            var current = hidden.Slice((t + 1) * _stride, _stride);
            MatrixVector.Multiply<TSimd, TVector>(previous, weights, current, current, StepDirection.Of(t));
            HiddenActivationStep.Apply<TSimd, TVector>(_shape, current, _layer.Bias);
        }
    }

    /// <summary>∂h_t = ∂logits_t · wᵀ + ∂z_(t+1) · whᵀ; ∂z_t = ∂h_t ∘ f′(z_t).</summary>
    [MethodImpl(HotPath.Compiled)]
    public void BackpropagateStates(int words, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[index];
        BackpropagateLogits(words, own, workspace);
        TransposeRecurrentWeights(own.TransposedRecurrent);
        var transposed = new Panels(own.TransposedRecurrent[..(_shape.HiddenSize * _stride)], _layer.RecurrentLayout);
        var gradients = own.SumGradients;
        for (var t = words - 1; t >= 0; t--)
        {
            var current = gradients.Slice(t * _stride, _stride);
            if (t + 1 < words)
            {
                var next = gradients.Slice((t + 1) * _stride, _shape.HiddenSize);
                MatrixVector.Multiply<TSimd, TVector>(next, transposed, current, current, StepDirection.Of(t));
            }

            HiddenActivationStep.Backpropagate<TSimd, TVector>(
                _shape, own.Hidden.Slice((t + 1) * _stride, _stride), current);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    public void UpdateWeights(int words, HiddenLayerParameters target, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[index];
        var gradients = own.SumGradients;
        var initial = own.StateGradients[.._stride];
        var transposed = new Panels(own.TransposedRecurrent[..(_shape.HiddenSize * _stride)], _layer.RecurrentLayout);
        MatrixVector.Multiply<TSimd, TVector>(
            gradients[.._shape.HiddenSize], transposed, workspace.Zeros[.._stride], initial, Direction.Forward);
        Elementwise.Add<TSimd, TVector>(initial, target.InitialState);
        foreach (var (first, width) in target.Panels)
        {
            var panel = target.RecurrentWeights.Slice(first * _shape.HiddenSize, width * _shape.HiddenSize);
            WeightUpdate.AddOuterProducts<TSimd, TVector>(
                own.Hidden, _stride, _shape.HiddenSize, gradients[first..], _stride, words, panel, width);
        }
    }

    /// <summary>∂logits · wᵀ of all words, where dropout kept h, in the order in which the layer reads.</summary>
    private void BackpropagateLogits(int words, LayerWorkspace own, TrainingWorkspace workspace)
    {
        var output = _layer.IsReversed ? own.GradientsInOrder : own.SumGradients;
        RowProduct.Multiply<TSimd, TVector>(workspace.LogitGradients, _layer.OutputWeights, output, new RowProductLayout
        {
            Rows = words,
            Depth = _labelStride,
            Columns = _shape.HiddenSize,
            LeftStride = _labelStride,
            RightStride = _labelStride,
            OutputStride = _stride,
        });
        if (workspace.Dropout is { } dropout)
        {
            var gradients = output[..(words * _stride)];
            Elementwise.Multiply<TSimd, TVector>(gradients, dropout.Outputs(index)[..gradients.Length], gradients);
        }

        if (_layer.IsReversed)
        {
            StridedCopy.CopyReversed(output[..(words * _stride)], _stride, own.SumGradients);
        }
    }

    /// <summary>
    /// whᵀ in the same panels, one block of panel by panel at a time. A block is transposed in whole registers and so
    /// writes up to three rows too many: they belong to the next block or panel, which is written afterwards. Its
    /// padding columns meet gradients that are 0.
    /// </summary>
    private void TransposeRecurrentWeights(Span<float> transposed)
    {
        foreach (var (first, width) in _layer.Panels)
        {
            foreach (var (sourceFirst, sourceWidth) in _layer.Panels)
            {
                var columns = PanelLayout.RoundUp(
                    _shape.HiddenSize - sourceFirst, Transposition.ColumnBlock<TSimd, TVector>());
                Transposition.Copy<TSimd, TVector>(
                    _layer.RecurrentWeights[((sourceFirst * _shape.HiddenSize) + (first * sourceWidth))..],
                    sourceWidth,
                    width,
                    Math.Min(sourceWidth, columns),
                    transposed[((first * _shape.HiddenSize) + (sourceFirst * width))..],
                    width);
            }
        }
    }
}
