using System.Buffers;
using FastElman.Kernels;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>
/// The probability of labels in a chain by the forward-backward algorithm on logarithms, in double precision: for the
/// few sentences whose scores are too far apart for <see cref="ForwardBackward"/>, which is a hundred times as fast.
/// </summary>
internal static class LogarithmicChain
{
    /// <summary>Terms of a sum that are smaller than the largest by this factor, e^−45, change no bit of it.</summary>
    private const double Negligible = 45;

    /// <summary>
    /// Computes the marginal probabilities of each word's labels, and the probability of some labels as
    /// <see cref="ChainConfidence.Find"/> does.
    /// </summary>
    /// <param name="logits">[words, padded labels]: divided by the temperature.</param>
    /// <param name="chain">What is known of neighbouring labels.</param>
    /// <param name="temperature">What their scores are divided by.</param>
    /// <param name="marginals">[words, padded labels]: receives the probability of each label of each word.</param>
    /// <param name="labels">[words]: the labels that were found; or empty.</param>
    /// <param name="confidence">Receives the probabilities of labels; or empty.</param>
    public static void Find(
        ReadOnlySpan<float> logits,
        LabelChain chain,
        float temperature,
        Span<float> marginals,
        ReadOnlySpan<int> labels,
        LabelConfidence confidence)
    {
        var (count, stride) = (chain.Labels, chain.Stride);
        var words = logits.Length / stride;

        // The sums of all words before each word, those of all words behind the current one and behind that before it,
        // and the terms of one sum.
        var rented = ArrayPool<double>.Shared.Rent(checked((words + 3) * count));
        var before = rented.AsSpan(0, words * count);
        var behind = rented.AsSpan(words * count, count);
        var next = rented.AsSpan((words + 1) * count, count);
        var terms = rented.AsSpan((words + 2) * count, count);
        SumForward(logits, chain, temperature, before, terms);
        var logPartition = LogSum(before[^count..]);
        if (!confidence.IsEmpty)
        {
            labels = confidence.LabelsAmong(labels);
        }

        behind.Clear();
        for (var t = words - 1; t >= 0; t--)
        {
            var row = marginals.Slice(t * stride, count);
            for (var label = 0; label < count; label++)
            {
                row[label] = (float)Math.Exp(before[(t * count) + label] + behind[label] - logPartition);
            }

            if (!confidence.IsEmpty)
            {
                confidence.Words[t] = row[labels[t]];
            }

            // From here on with the word's own logit.
            for (var label = 0; label < count; label++)
            {
                behind[label] += logits[(t * stride) + label];
            }

            if (t > 0)
            {
                SumPreceding(behind, chain, temperature, next, terms);
            }

            if (!confidence.Continuations.IsEmpty)
            {
                confidence.Continuations[t] = t == 0
                    ? confidence.Words[0]
                    : Continuation(
                        (chain.Score(labels[t - 1], labels[t]) / temperature)
                            + behind[labels[t]],
                        next[labels[t - 1]]);
            }

            var swapped = behind;
            behind = next;
            next = swapped;
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>before [words, labels] = the logarithm of the sum of e^score over all labels up to each word.</summary>
    private static void SumForward(
        ReadOnlySpan<float> logits,
        LabelChain chain,
        float temperature,
        Span<double> before,
        Span<double> terms)
    {
        var (count, stride) = (chain.Labels, chain.Stride);
        for (var label = 0; label < count; label++)
        {
            before[label] = (double)logits[label] + chain.TemperedStart[label];
        }

        for (var t = 1; t * stride < logits.Length; t++)
        {
            var sums = before.Slice(t * count, count);
            SumFollowing(before.Slice((t - 1) * count, count), chain, temperature, sums, terms);
            for (var label = 0; label < count; label++)
            {
                sums[label] = logits[(t * stride) + label] + sums[label];
            }
        }
    }

    /// <summary>sums_j = log Σ_i e^(scores_i + the transition from i to j).</summary>
    private static void SumFollowing(
        ReadOnlySpan<double> scores, LabelChain chain, float temperature, Span<double> sums, Span<double> terms)
    {
        if (chain is PackedConstraints constraints)
        {
            var ofAll = LogSum(scores);
            Span<double> two = stackalloc double[2];
            for (var label = 0; label < sums.Length; label++)
            {
                var (lower, higher) = (constraints.Predecessors[2 * label], constraints.Predecessors[(2 * label) + 1]);
                sums[label] = lower < 0 ? ofAll
                    : lower == higher ? scores[lower]
                    : LogSum(scores[lower], scores[higher], two);
            }

            return;
        }

        var transposed = ((PackedTransitions)chain).Transposed;
        for (var label = 0; label < sums.Length; label++)
        {
            sums[label] = LogSum(scores, transposed.Slice(label * chain.Stride, sums.Length), temperature, terms);
        }
    }

    /// <summary>sums_i = log Σ_j e^(the transition from i to j + scores_j).</summary>
    private static void SumPreceding(
        ReadOnlySpan<double> scores, LabelChain chain, float temperature, Span<double> sums, Span<double> terms)
    {
        if (chain is PackedConstraints constraints)
        {
            scores.CopyTo(terms);
            foreach (var label in constraints.Constrained)
            {
                terms[label] = double.NegativeInfinity;
            }

            var ofFree = LogSum(terms);
            Span<double> two = stackalloc double[2];
            for (var label = 0; label < sums.Length; label++)
            {
                var continuation = constraints.ContinuationOf(label);
                sums[label] = continuation < 0 ? ofFree : LogSum(ofFree, scores[continuation], two);
            }

            return;
        }

        var transitions = ((PackedTransitions)chain).Transitions;
        for (var label = 0; label < sums.Length; label++)
        {
            sums[label] = LogSum(scores, transitions.Slice(label * chain.Stride, sums.Length), temperature, terms);
        }
    }

    /// <summary>P(label | label before): e^(all of which both are a part − all of which the label before is).</summary>
    private static float Continuation(double pair, double all) =>
        double.IsNegativeInfinity(all) ? 0f : (float)Math.Min(Math.Exp(pair - all), 1);

    private static double LogSum(ReadOnlySpan<double> scores)
    {
        var largest = double.NegativeInfinity;
        foreach (var score in scores)
        {
            largest = Math.Max(largest, score);
        }

        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score > largest - Negligible ? Math.Exp(score - largest) : 0;
        }

        return sum > 0 ? largest + Math.Log(sum) : largest;
    }

    private static double LogSum(double first, double second, Span<double> terms)
    {
        (terms[0], terms[1]) = (first, second);
        return LogSum(terms);
    }

    /// <summary>The logarithm of the sum of e^(score + transition / temperature).</summary>
    private static double LogSum(
        ReadOnlySpan<double> scores, ReadOnlySpan<float> transitions, float temperature, Span<double> terms)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            terms[i] = scores[i] + (transitions[i] / temperature);
        }

        return LogSum(terms);
    }
}
