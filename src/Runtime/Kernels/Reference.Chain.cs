namespace FastElman.Kernels;

/// <content>
/// The twins of the label chain. The score of a sequence y is start[y_0] + Σ_t logits[t, y_t] + Σ_t transitions[y_(t−1), y_t], with logits
/// [words, labels], start [labels] and transitions [labels, labels] without padding.
/// </content>
internal static partial class Reference
{
    /// <summary>The sequence with the highest score; the first of equals at the last word, then at the one before it, and so on.</summary>
    public static int[] Viterbi(ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions)
    {
        var labels = start.Length;
        var words = logits.Length / labels;
        var best = new double[words, labels];
        var before = new int[words, labels];
        for (var t = 0; t < words; t++)
        {
            for (var j = 0; j < labels; j++)
            {
                best[t, j] = t == 0 ? start[j] : double.NegativeInfinity;
                for (var i = 0; t > 0 && i < labels; i++)
                {
                    var score = best[t - 1, i] + transitions[(i * labels) + j];
                    if (score > best[t, j])
                    {
                        (best[t, j], before[t, j]) = (score, i);
                    }
                }

                best[t, j] += logits[(t * labels) + j];
            }
        }

        var sequence = new int[words];
        for (var j = 1; words > 0 && j < labels; j++)
        {
            sequence[^1] = best[words - 1, j] > best[words - 1, sequence[^1]] ? j : sequence[^1];
        }

        for (var t = words - 1; t > 0; t--)
        {
            sequence[t - 1] = before[t, sequence[t]];
        }

        return sequence;
    }

    public static double ChainScore(
        ReadOnlySpan<int> sequence, ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions)
    {
        var labels = start.Length;
        var score = 0.0;
        for (var t = 0; t < sequence.Length; t++)
        {
            score += t == 0 ? start[sequence[0]] : transitions[(sequence[t - 1] * labels) + sequence[t]];
            score += logits[(t * labels) + sequence[t]];
        }

        return score;
    }

    /// <summary>log Z, the logarithm of the sum of e^score over all sequences.</summary>
    public static double LogPartition(ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions) =>
        LogSumExp(Prefixes(logits, start, transitions).AsSpan(^start.Length..));

    /// <summary>P(y_t = j) [words, labels].</summary>
    public static double[] ForwardBackward(ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions)
    {
        var prefixes = Prefixes(logits, start, transitions);
        var suffixes = Suffixes(logits, start.Length, transitions);
        var logPartition = LogPartition(logits, start, transitions);
        return [.. prefixes.Zip(suffixes, (prefix, suffix) => Math.Exp(prefix + suffix - logPartition))];
    }

    /// <summary>Σ_t P(y_(t−1) = i, y_t = j) [labels, labels].</summary>
    public static double[] TransitionMarginals(ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions)
    {
        var labels = start.Length;
        var prefixes = Prefixes(logits, start, transitions);
        var suffixes = Suffixes(logits, labels, transitions);
        var logPartition = LogPartition(logits, start, transitions);
        var sums = new double[labels * labels];
        for (var t = labels; t < logits.Length; t += labels)
        {
            for (var i = 0; i < labels; i++)
            {
                for (var j = 0; j < labels; j++)
                {
                    sums[(i * labels) + j] += Math.Exp(
                        prefixes[t - labels + i] + transitions[(i * labels) + j] + logits[t + j] + suffixes[t + j] - logPartition);
                }
            }
        }

        return sums;
    }

    /// <summary>The logarithm of the sum over all that leads up to each word with each label, its logit included [words, labels].</summary>
    private static double[] Prefixes(ReadOnlySpan<double> logits, ReadOnlySpan<double> start, ReadOnlySpan<double> transitions)
    {
        var labels = start.Length;
        var sums = new double[logits.Length];
        var terms = new double[labels];
        for (var t = 0; t < logits.Length; t += labels)
        {
            for (var j = 0; j < labels; j++)
            {
                for (var i = 0; t > 0 && i < labels; i++)
                {
                    terms[i] = sums[t - labels + i] + transitions[(i * labels) + j];
                }

                sums[t + j] = logits[t + j] + (t == 0 ? start[j] : LogSumExp(terms));
            }
        }

        return sums;
    }

    /// <summary>The logarithm of the sum over all that follows each word with each label [words, labels].</summary>
    private static double[] Suffixes(ReadOnlySpan<double> logits, int labels, ReadOnlySpan<double> transitions)
    {
        var sums = new double[logits.Length];
        var terms = new double[labels];
        for (var t = logits.Length - (2 * labels); t >= 0; t -= labels)
        {
            for (var i = 0; i < labels; i++)
            {
                for (var j = 0; j < labels; j++)
                {
                    terms[j] = transitions[(i * labels) + j] + logits[t + labels + j] + sums[t + labels + j];
                }

                sums[t + i] = LogSumExp(terms);
            }
        }

        return sums;
    }

    private static double LogSumExp(ReadOnlySpan<double> values)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        if (double.IsNegativeInfinity(largest))
        {
            return largest;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum);
    }
}
