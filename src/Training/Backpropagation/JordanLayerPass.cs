using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The hidden layer of a Jordan network, whose time steps get the probabilities of the labels of the step before: h_t = activation(x_t·wx + p_(t−1)·wh + bh),
/// p_t = softmax(h_t·w + b). So the logits of a word have errors of their own and others that come from the next word through the softmax.
/// </summary>
internal sealed class JordanLayerPass<TSimd, TVector>(TrainingParameters parameters) : HiddenLayerPass<TSimd, TVector>(parameters, index: 0)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly TrainingParameters _parameters = parameters;

    protected override void Recur(int words, LayerScratch own, TrainingScratch scratch)
    {
        Layer.InitialState.CopyTo(scratch.Feedback);
        for (var t = 0; t < words; t++)
        {
            var hidden = own.Hidden.Slice((t + 1) * Stride, Stride);
            AddProduct(scratch.Feedback.Slice(t * LabelStride, Shape.LabelCount), Layer.RecurrentWeights, hidden, hidden);
            Activate(hidden);
            var logits = scratch.Logits.Slice(t * LabelStride, LabelStride);
            AddProduct(hidden[..Shape.HiddenSize], Layer.OutputWeights, _parameters.OutputBias, logits);
            Softmax.Apply<TSimd, TVector>(logits, scratch.Feedback.Slice((t + 1) * LabelStride, LabelStride));
        }
    }

    protected override void ThroughOutputAndRecurrence(int words, HiddenLayerParameters target, LayerScratch own, TrainingScratch scratch)
    {
        Transposition.Copy<TSimd, TVector>(Layer.OutputWeights, LabelStride, Stride, LabelStride, scratch.TransposedOutput, Stride);
        Transposition.Copy<TSimd, TVector>(Layer.RecurrentWeights, Stride, LabelStride, Stride, own.TransposedRecurrent, LabelStride);
        for (var t = words - 1; t >= 0; t--)
        {
            var logitErrors = scratch.LogitGradients.Slice(t * LabelStride, LabelStride);
            if (t + 1 < words)
            {
                var stateErrors = own.InitialStateErrors[..LabelStride];
                ErrorsOfState(own.HiddenErrors.Slice((t + 1) * Stride, Shape.HiddenSize), own, stateErrors, scratch);
                AddThroughSoftmax(scratch.Feedback.Slice((t + 1) * LabelStride, Shape.LabelCount), stateErrors, logitErrors);
            }

            var errors = own.HiddenErrors.Slice(t * Stride, Stride);
            AddProduct(logitErrors[..Shape.LabelCount], scratch.TransposedOutput, scratch.Zeros[..Stride], errors);
            MultiplyByDerivative(own.Hidden.Slice((t + 1) * Stride, Stride), errors);
        }

        ThroughOutputLayer(words, target, hiddenErrors: default, scratch);
        var initialErrors = own.InitialStateErrors[..LabelStride];
        ErrorsOfState(own.HiddenErrors[..Shape.HiddenSize], own, initialErrors, scratch);
        Elementwise.Add<TSimd, TVector>(initialErrors, target.InitialState);
        WeightUpdate<TSimd, TVector>.Add(scratch.Feedback, LabelStride, Shape.LabelCount, own.HiddenErrors, words, target.RecurrentWeights, Stride);
    }

    /// <summary>errors [padded labels] = errors of the next step's sums [hidden] · whᵀ.</summary>
    private void ErrorsOfState(ReadOnlySpan<float> ofSums, LayerScratch own, Span<float> errors, TrainingScratch scratch)
    {
        AddProduct(ofSums, own.TransposedRecurrent, scratch.Zeros[..LabelStride], errors);
        errors[Shape.LabelCount..].Clear();
    }

    /// <summary>logitErrors += p ∘ (errors − p·errors): the derivative of the softmax.</summary>
    private static void AddThroughSoftmax(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> errors, Span<float> logitErrors)
    {
        var mean = 0f;
        for (var i = 0; i < probabilities.Length; i++)
        {
            mean += probabilities[i] * errors[i];
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            logitErrors[i] += probabilities[i] * (errors[i] - mean);
        }
    }

    /// <summary>output [columns] = addend [columns] + vector [depth] · matrix [depth, columns].</summary>
    private static void AddProduct(ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, ReadOnlySpan<float> addend, Span<float> output) =>
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
