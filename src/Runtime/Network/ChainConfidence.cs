using FastElman.Kernels;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>The probability of labels in a chain, from what forward-backward leaves in a workspace.</summary>
internal static class ChainConfidence
{
    /// <summary>
    /// The marginal probability of a label of each word, and its probability given the label before: that of the pair
    /// of both (see <see cref="ForwardBackward.Compute"/>) over the marginal of the label before.
    /// </summary>
    /// <param name="labels">[n]: the labels that were found.</param>
    /// <param name="confidence">Receives the probabilities.</param>
    /// <param name="sequence">After forward-backward over n words.</param>
    /// <param name="chain">What it ran with.</param>
    public static void Find(
        ReadOnlySpan<int> labels,
        LabelConfidence confidence,
        SequenceWorkspace sequence,
        LabelChain chain)
    {
        labels = confidence.LabelsAmong(labels);
        for (var t = 0; t < labels.Length; t++)
        {
            var row = t * chain.Stride;
            confidence.Words[t] = sequence.Scores[row + labels[t]];
            if (confidence.Continuations.IsEmpty)
            {
                continue;
            }

            if (t == 0)
            {
                confidence.Continuations[0] = confidence.Words[0];
                continue;
            }

            var before = labels[t - 1];
            var pair = (double)chain.Exponential(before, labels[t])
                * sequence.Forward[row - chain.Stride + before]
                * sequence.Factors[row + labels[t]];
            var marginal = confidence.Words[t - 1];
            confidence.Continuations[t] = marginal > 0 ? (float)Math.Min(pair / marginal, 1) : 0f;
        }
    }
}
