using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The tutorial's loss, every word by itself: the mean of −log p_t[label_t] with p_t = softmax(logits_t).
/// </summary>
internal sealed class WordObjective<TSimd, TVector>(
    TrainingParameters parameters, float labelSmoothing, float teaching) : ISentenceObjective
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Below this a float has lost too many digits of the probability for its logarithm to be used.</summary>
    private const float SmallestUsableProbability = 1e-30f;

    private readonly int _stride = parameters.LabelStride;
    private readonly LabelTargets<TSimd, TVector> _targets = new(parameters, labelSmoothing, teaching);

    public float ComputeLoss(ReadOnlySpan<int> labels, TrainingWorkspace workspace)
    {
        var sum = 0.0;
        for (var t = 0; t < labels.Length; t++)
        {
            var logits = workspace.Logits.Slice(t * _stride, _stride);
            var probabilities = workspace.LogitGradients.Slice(t * _stride, _stride);
            Softmax.Apply<TSimd, TVector>(logits, probabilities);
            sum -= LogLikelihood(logits, probabilities, labels[t]);
        }

        return (float)(sum / labels.Length);
    }

    public void Backpropagate(
        ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingWorkspace workspace) =>
        _targets.ToGradients(labels, factor, workspace.LogitGradients, workspace.Taught.Span);

    /// <summary>
    /// log p[label]. Where p underflows, Theano's loss is infinite and its gradients are NaN; here the result is
    /// log p[best] − (logit[best] − logit[label]).
    /// </summary>
    private static double LogLikelihood(ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, int label)
    {
        if (!(probabilities[label] < SmallestUsableProbability))
        {
            return Math.Log(probabilities[label]);
        }

        var best = ArgMax.Of<TSimd, TVector>(logits);
        return Math.Log(probabilities[best]) - ((double)logits[best] - logits[label]);
    }
}
