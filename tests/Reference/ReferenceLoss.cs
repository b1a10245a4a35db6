namespace FastElman.Reference;

/// <summary>
/// The loss of a sentence, and its derivatives. With label smoothing s (C. Szegedy et al., 2016) the target is not the
/// given labels, but with weight s all sequences of labels alike:
/// <code>
/// loss = (log Z − (1 − s) · score(labels) − s · mean score) / words
/// </code>
/// With s = 0 and without transitions it is the tutorial's, −(1/words) · Σ_t log p_t[label_t]. Teachers, for networks
/// without transitions only, take a part of the target: 1 − weight of it is the former, weight is theirs.
/// </summary>
public static class ReferenceLoss
{
    public static double Of(
        ReferenceChain chain, IReadOnlyList<int> labels, double smoothing = 0, ReferenceTeaching? teaching = null)
    {
        var target = smoothing == 0
            ? chain.Score(labels)
            : ((1 - smoothing) * chain.Score(labels)) + (smoothing * chain.MeanScore());
        if (teaching is not null)
        {
            target = ((1 - teaching.Weight) * target) + (teaching.Weight * chain.MeanScore(teaching.Probabilities));
        }

        return (chain.LogPartition - target) / labels.Count;
    }

    /// <summary>
    /// [words][labels]: (p_t − target_t) / words, where target_t = (1 − s) · onehot(label_t) + s / labels; with
    /// teachers 1 − weight times this plus weight times what they say.
    /// </summary>
    public static double[][] ByLogits(
        ReferenceChain chain, IReadOnlyList<int> labels, double smoothing, ReferenceTeaching? teaching = null)
    {
        var weight = teaching?.Weight ?? 0;
        var byLogits = Array.ConvertAll(chain.Probabilities, p => (double[])p.Clone());
        for (var t = 0; t < labels.Count; t++)
        {
            for (var y = 0; y < byLogits[t].Length; y++)
            {
                var target = (y == labels[t] ? 1 - smoothing : 0) + (smoothing / byLogits[t].Length);
                var taught = teaching?.Probabilities[t][y] ?? 0;
                byLogits[t][y] = (byLogits[t][y] - ((1 - weight) * target) - (weight * taught)) / labels.Count;
            }
        }

        return byLogits;
    }

    /// <summary>
    /// [labels + 1, labels]: (expected transitions − (1 − s) · transitions of the labels − s · mean of all sequences)
    /// / words; empty where there are no transitions.
    /// </summary>
    public static double[] ByTransitions(ReferenceChain chain, IReadOnlyList<int> labels, double smoothing)
    {
        var byTransitions = chain.ExpectedTransitions();
        var (words, labelCount) = (labels.Count, chain.Probabilities[0].Length);
        for (var t = 0; byTransitions.Length > 0 && t < words; t++)
        {
            byTransitions[((t == 0 ? labelCount : labels[t - 1]) * labelCount) + labels[t]] -= 1 - smoothing;
        }

        for (var i = 0; i < byTransitions.Length; i++)
        {
            var isStart = i >= labelCount * labelCount;
            var mean = isStart ? 1.0 / labelCount : (words - 1.0) / (labelCount * labelCount);
            byTransitions[i] = (byTransitions[i] - (smoothing * mean)) / words;
        }

        return byTransitions;
    }
}
