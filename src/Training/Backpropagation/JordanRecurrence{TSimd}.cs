using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// A time step gets the label probabilities of the step before (M. I. Jordan, 1986): h_t = f(z_t + p_(t−1) · wh + bh),
/// p_t = softmax(h_t · w + b), p_(−1) = h0. The logits of a word therefore have a gradient of their own and one that
/// comes from the next word through the softmax.
/// </summary>
internal sealed class JordanRecurrence<TSimd, TVector>(TrainingParameters parameters) : IRecurrence
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape = parameters.Shape;
    private readonly HiddenLayerParameters _layer = parameters.Layers[0];
    private readonly int _stride = parameters.HiddenStride;
    private readonly int _labelStride = parameters.LabelStride;

    public void ComputeStates(int words, TrainingWorkspace workspace)
    {
        var states = workspace.Feedback;
        _layer.InitialState.CopyTo(states);
        for (var t = 0; t < words; t++)
        {
            var hidden = workspace.Layers[0].Hidden.Slice((t + 1) * _stride, _stride);
            AddProduct(states.Slice(t * _labelStride, _shape.LabelCount), _layer.RecurrentWeights, hidden, hidden);
            HiddenActivationStep.Apply<TSimd, TVector>(_shape, hidden, _layer.Bias);

            var logits = workspace.Logits.Slice(t * _labelStride, _labelStride);
            var kept = DropState(hidden, t, workspace);
            AddProduct(kept[.._shape.HiddenSize], _layer.OutputWeights, parameters.OutputBias, logits);
            Softmax.Apply<TSimd, TVector>(logits, states.Slice((t + 1) * _labelStride, _labelStride));
        }
    }

    /// <summary>
    /// ∂p_t = ∂z_(t+1) · whᵀ; ∂logits_t += softmax′(∂p_t); ∂h_t = ∂logits_t · wᵀ; ∂z_t = ∂h_t ∘ f′(z_t).
    /// </summary>
    public void BackpropagateStates(int words, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[0];
        Transposition.Copy<TSimd, TVector>(
            _layer.OutputWeights, _labelStride, _stride, _labelStride, workspace.TransposedOutput, _stride);
        Transposition.Copy<TSimd, TVector>(
            _layer.RecurrentWeights, _stride, _labelStride, _stride, own.TransposedRecurrent, _labelStride);
        for (var t = words - 1; t >= 0; t--)
        {
            var logits = workspace.LogitGradients.Slice(t * _labelStride, _labelStride);
            if (t + 1 < words)
            {
                var state = own.StateGradients[.._labelStride];
                BackpropagateSums(own.SumGradients.Slice((t + 1) * _stride, _shape.HiddenSize), own, state, workspace);
                AddThroughSoftmax(workspace.Feedback.Slice((t + 1) * _labelStride, _shape.LabelCount), state, logits);
            }

            var sums = own.SumGradients.Slice(t * _stride, _stride);
            AddProduct(logits[.._shape.LabelCount], workspace.TransposedOutput, workspace.Zeros[.._stride], sums);
            if (workspace.Dropout is { } dropout)
            {
                Elementwise.Multiply<TSimd, TVector>(sums, dropout.Outputs(0).Slice(t * _stride, _stride), sums);
            }

            HiddenActivationStep.Backpropagate<TSimd, TVector>(
                _shape, own.Hidden.Slice((t + 1) * _stride, _stride), sums);
        }
    }

    public void UpdateWeights(int words, HiddenLayerParameters target, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[0];
        var initial = own.StateGradients[.._labelStride];
        BackpropagateSums(own.SumGradients[.._shape.HiddenSize], own, initial, workspace);
        Elementwise.Add<TSimd, TVector>(initial, target.InitialState);
        WeightUpdate.AddOuterProducts<TSimd, TVector>(
            workspace.Feedback,
            _labelStride,
            _shape.LabelCount,
            own.SumGradients,
            _stride,
            words,
            target.RecurrentWeights,
            _stride);
    }

    /// <summary>What dropout leaves of h_t; without it h_t itself.</summary>
    private Span<float> DropState(Span<float> hidden, int t, TrainingWorkspace workspace)
    {
        if (workspace.Dropout is not { } dropout)
        {
            return hidden;
        }

        var kept = dropout.KeptStates(0).Slice(t * _stride, _stride);
        Elementwise.Multiply<TSimd, TVector>(hidden, dropout.Outputs(0).Slice(t * _stride, _stride), kept);
        return kept;
    }

    /// <summary>state [padded labels] = ∂z of the next time step [hidden] · whᵀ.</summary>
    private void BackpropagateSums(
        ReadOnlySpan<float> sums, LayerWorkspace own, Span<float> state, TrainingWorkspace workspace)
    {
        AddProduct(sums, own.TransposedRecurrent, workspace.Zeros[.._labelStride], state);
        state[_shape.LabelCount..].Clear();
    }

    /// <summary>
    /// logits [labels] += p ∘ (state − p · state): the transposed Jacobian of the softmax times the gradient of its
    /// result.
    /// </summary>
    private static void AddThroughSoftmax(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> state, Span<float> logits)
    {
        var mean = 0f;
        for (var i = 0; i < probabilities.Length; i++)
        {
            mean += probabilities[i] * state[i];
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            logits[i] += probabilities[i] * (state[i] - mean);
        }
    }

    /// <summary>output [columns] = addend [columns] + vector [depth] · matrix [depth, columns].</summary>
    private static void AddProduct(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, ReadOnlySpan<float> addend, Span<float> output) =>
        StridedProduct.Multiply<TSimd, TVector>(vector, matrix, addend, output, new ProductLayout
        {
            Rows = 1,
            Depth = vector.Length,
            Columns = output.Length,
            LeftRowStride = 0,
            RightStride = output.Length,
            AddendStride = 0,
            OutputStride = 0,
        });
}
