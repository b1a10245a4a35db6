using FastElman.Kernels;

namespace FastElman.Fixtures;

/// <summary>
/// The decoding of a sentence's labels together, in double and as its definitions say: score(y) = start[y_0] + Σ logits[t, y_t] + Σ_{t≥1} transitions[y_{t−1}, y_t];
/// the labels are the sequence with the largest score, the probabilities of a word's labels the share of exp score of the sequences that have them.
/// </summary>
/// <param name="labels">Labels.</param>
/// <param name="score">The score of a label (second) behind another (first), which is −1 at the beginning; −∞ where that is forbidden.</param>
internal sealed class NaiveLabelTransitions(int labels, Func<int, int, double> score)
{
    /// <summary>The chain of a network: its learned scores, where the decoding asks for them, and −∞ where the names of the labels forbid it.</summary>
    public static NaiveLabelTransitions Of(ElmanParameters parameters, LabelDecoding decoding, LabelSet? names)
    {
        var count = parameters.Shape.LabelCount;
        var learned = decoding.HasFlag(LabelDecoding.TransitionScores) ? parameters[ElmanTensor.Transitions].ToArray() : new float[(count + 1) * count];
        var allowed = new bool[count + 1, count];
        for (var before = -1; before < count; before++)
        {
            for (var label = 0; label < count; label++)
            {
                allowed[before + 1, label] = !decoding.HasFlag(LabelDecoding.IobConstraints) || MayFollow(before < 0 ? "" : names![before], names![label]);
            }
        }

        return new NaiveLabelTransitions(
            count, (before, label) => allowed[before + 1, label] ? learned[((before < 0 ? count : before) * count) + label] : double.NegativeInfinity);
    }

    /// <summary>Said once more, in other words than the runtime's: what stands inside a slot stands behind a label of the same slot.</summary>
    private static bool MayFollow(string before, string label) =>
        !label.StartsWith("I-", StringComparison.Ordinal) || before == label || before == "B-" + label[2..];

    /// <summary>score(y); −∞ where something in it is forbidden.</summary>
    public double Score(double[][] logits, ReadOnlySpan<int> sequence)
    {
        var sum = 0.0;
        for (var t = 0; t < sequence.Length; t++)
        {
            sum += score(t == 0 ? -1 : sequence[t - 1], sequence[t]) + logits[t][sequence[t]];
        }

        return sum;
    }

    /// <summary>Every sequence there is, by counting: labels^words of them.</summary>
    public IEnumerable<int[]> Sequences(int words)
    {
        var sequence = new int[words];
        while (true)
        {
            yield return [.. sequence];
            var t = words - 1;
            while (t >= 0 && ++sequence[t] == labels)
            {
                sequence[t--] = 0;
            }

            if (t < 0)
            {
                yield break;
            }
        }
    }

    /// <summary>The largest score of all sequences (A. J. Viterbi, 1967), and a sequence that has it.</summary>
    public (int[] Labels, double Score) Best(double[][] logits)
    {
        if (logits.Length == 0)
        {
            return ([], 0);
        }

        var best = First(logits);
        var from = new int[logits.Length][];
        for (var t = 1; t < logits.Length; t++)
        {
            var (before, word) = (best, logits[t]);
            from[t] = [.. Each(label => Each(each => each).MaxBy(each => before[each] + score(each, label)))];
            best = [.. Each(label => before[from[t][label]] + score(from[t][label], label) + word[label])];
        }

        var sequence = new int[logits.Length];
        sequence[^1] = Array.IndexOf(best, best.Max());
        for (var t = logits.Length - 1; t > 0; t--)
        {
            sequence[t - 1] = from[t][sequence[t]];
        }

        return (sequence, best.Max());
    }

    /// <summary>The probability of each label of each word over all sequences [words][labels], by the sums forward and back through the sentence.</summary>
    public double[][] Marginals(double[][] logits)
    {
        var forward = new double[logits.Length][];
        var backward = new double[logits.Length][];
        for (var t = 0; t < logits.Length; t++)
        {
            forward[t] = t == 0
                ? First(logits)
                : [.. Each(label => logits[t][label] + LogSum(Each(before => forward[t - 1][before] + score(before, label))))];
        }

        for (var t = logits.Length - 1; t >= 0; t--)
        {
            backward[t] = t == logits.Length - 1
                ? new double[labels]
                : [.. Each(label => LogSum(Each(after => score(label, after) + logits[t + 1][after] + backward[t + 1][after])))];
        }

        var total = logits.Length == 0 ? 0 : LogSum(forward[^1]);
        return [.. forward.Select((row, t) => (double[])[.. Each(label => Math.Exp(row[label] + backward[t][label] - total))])];
    }

    private double[] First(double[][] logits) => [.. Each(label => score(-1, label) + logits[0][label])];

    private IEnumerable<TValue> Each<TValue>(Func<int, TValue> of) => Enumerable.Range(0, labels).Select(of);

    private static double LogSum(IEnumerable<double> logarithms)
    {
        double[] values = [.. logarithms];
        var maximum = values.Max();
        return double.IsNegativeInfinity(maximum) ? maximum : maximum + Math.Log(values.Sum(each => Math.Exp(each - maximum)));
    }
}
