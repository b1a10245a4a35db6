using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>The tutorial's loss, every word by itself: the mean of −log p_t[label_t], p_t = softmax(logits_t).</summary>
internal sealed class WordObjective<TSimd, TVector>(TrainingParameters parameters, float labelSmoothing) : SentenceObjective<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Below this a probability is so inexact that its logarithm is taken by way of the likeliest label.</summary>
    private const float LeastProbability = 1e-30f;

    private readonly int _stride = parameters.LabelStride;
    private readonly float[] _evenTargets = SmoothedTargets.Even(parameters, labelSmoothing);

    public override float Loss(ReadOnlySpan<int> labels, TrainingScratch scratch)
    {
        var sum = 0.0;
        for (var t = 0; t < labels.Length; t++)
        {
            var logits = scratch.Logits.Slice(t * _stride, _stride);
            var probabilities = scratch.LogitGradients.Slice(t * _stride, _stride);
            Softmax.Apply<TSimd, TVector>(logits, probabilities);
            sum -= LogLikelihood(logits, probabilities, labels[t]);
        }

        return (float)(sum / labels.Length);
    }

    /// <summary>(probabilities − targets) · factor, in place; the target is 1 at the label, but for what all labels share.</summary>
    public override void Errors(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch)
    {
        SmoothedTargets.Subtract<TSimd, TVector>(labels, labelSmoothing, _evenTargets, scratch.LogitGradients, _stride);
        Elementwise.Scale<TSimd, TVector>(scratch.LogitGradients[..(labels.Length * _stride)], factor);
    }

    /// <summary>
    /// log p[label]. Where p underflows, Theano's loss is infinite and its gradients are NaN; here it is
    /// log p[best] − (logit[best] − logit[label]).
    /// </summary>
    private static double LogLikelihood(ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, int label)
    {
        if (!(probabilities[label] < LeastProbability))
        {
            return Math.Log(probabilities[label]);
        }

        var best = ArgMax.Of<TSimd, TVector>(logits);
        return Math.Log(probabilities[best]) - ((double)logits[best] - logits[label]);
    }
}
