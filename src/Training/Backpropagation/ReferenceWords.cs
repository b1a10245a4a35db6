namespace FastElman.Training.Backpropagation;

/// <summary>
/// The tutorial's loss, every word by itself.
/// <code>
/// p_t = softmax(logits_t)      loss = −(1/words) · Σ_t log p_t[label_t]
/// </code>
/// </summary>
internal sealed class ReferenceWords(double[][] logits) : ReferenceObjective(logits)
{
    public override double[][] Probabilities { get; } = Array.ConvertAll(logits, ReferenceSoftmax.Of);

    /// <summary>[words][labels]: also where a probability is too small to be told from 0.</summary>
    private double[][] LogProbabilities { get; } = Array.ConvertAll(logits, ReferenceSoftmax.Log);

    public override double Loss(ReadOnlySpan<int> labels)
    {
        var sum = 0.0;
        for (var t = 0; t < WordCount; t++)
        {
            sum -= LogProbabilities[t][labels[t]];
        }

        return sum / WordCount;
    }

    /// <summary>−(1/words) · Σ_t ((1 − smoothing) · log p_t[label_t] + smoothing · mean of log p_t).</summary>
    public override double SmoothedLoss(ReadOnlySpan<int> labels, double smoothing) =>
        ((1 - smoothing) * Loss(labels)) - (smoothing * LogProbabilities.Average(logs => logs.Average()));

    /// <summary>The likeliest label of every word; of equals, the first.</summary>
    public override int[] Predictions() => Array.ConvertAll(Probabilities, probabilities => Array.IndexOf(probabilities, probabilities.Max()));

    public override double[] ByTransitions(ReadOnlySpan<int> labels, double smoothing) => [];
}
