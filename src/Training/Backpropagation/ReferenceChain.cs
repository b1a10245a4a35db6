using FastElman.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The labels of a sentence as a linear-chain conditional random field (J. Lafferty et al., 2001), all sums over sequences as logarithms.
/// <code>
/// score(y) = transitions[labels, y_0] + Σ_t logits_t[y_t] + Σ_(t≥1) transitions[y_(t−1), y_t]
/// log Z = log Σ_y e^score(y)      loss = (log Z − score(labels)) / words
/// </code>
/// </summary>
internal sealed class ReferenceChain : ReferenceObjective
{
    private readonly double[] _transitions; // [labels + 1, labels], the last row for the first word
    private readonly double[][] _forward; // [words][labels]: log Σ e^score of all beginnings that end in a label at a word, the word included
    private readonly double[][] _backward; // [words][labels]: log Σ e^score of all that may follow a label at a word, the word not included

    public ReferenceChain(double[][] logits, double[] transitions)
        : base(logits)
    {
        _transitions = (double[])transitions.Clone();
        _forward = Forward();
        _backward = Backward();
        LogNormalizer = ReferenceSoftmax.LogSumOfExponentials(_forward[^1]);
        Probabilities = new double[WordCount][];
        for (var t = 0; t < WordCount; t++)
        {
            Probabilities[t] = new double[LabelCount];
            for (var label = 0; label < LabelCount; label++)
            {
                Probabilities[t][label] = Math.Exp(_forward[t][label] + _backward[t][label] - LogNormalizer);
            }
        }
    }

    /// <summary>log Z.</summary>
    public double LogNormalizer { get; }

    /// <summary>The posterior marginals: how likely each label is at each word, whatever the others are.</summary>
    public override double[][] Probabilities { get; }

    public override double Loss(ReadOnlySpan<int> labels) => (LogNormalizer - Score(labels)) / WordCount;

    /// <summary>
    /// The cross-entropy with a mixture of the sequence given and all sequences evenly: (log Z − (1 − smoothing) · score(labels) − smoothing · mean score) / words.
    /// </summary>
    public override double SmoothedLoss(ReadOnlySpan<int> labels, double smoothing) =>
        (LogNormalizer - ((1 - smoothing) * Score(labels)) - (smoothing * MeanScore())) / WordCount;

    /// <summary>(expected counts − (1 − smoothing) · counts in the labels − smoothing · mean counts) / words.</summary>
    public override double[] ByTransitions(ReadOnlySpan<int> labels, double smoothing)
    {
        var (expected, counts, mean) = (ExpectedCounts(), Counts(labels), MeanCounts());
        var byTransitions = new double[expected.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            byTransitions[i] = (expected[i] - ((1 - smoothing) * counts[i]) - (smoothing * mean[i])) / WordCount;
        }

        return byTransitions;
    }

    /// <summary>The sequence with the highest score (A. J. Viterbi, 1967); of equals the first label at the last word, then at the word before, and so on.</summary>
    public override int[] Predictions()
    {
        var best = new double[WordCount][]; // [words][labels]: the highest score of all beginnings that end in a label at a word
        var before = new int[WordCount][]; // the label that it has at the word before
        for (var t = 0; t < WordCount; t++)
        {
            best[t] = new double[LabelCount];
            before[t] = new int[LabelCount];
            for (var label = 0; label < LabelCount; label++)
            {
                double[] scores = t == 0 ? [Start(label)] : [.. best[t - 1].Select((score, previous) => score + Transition(previous, label))];
                best[t][label] = scores.Max() + Logits[t][label];
                before[t][label] = Array.IndexOf(scores, scores.Max());
            }
        }

        var path = new int[WordCount];
        path[^1] = Array.IndexOf(best[^1], best[^1].Max());
        for (var t = WordCount - 1; t > 0; t--)
        {
            path[t - 1] = before[t][path[t]];
        }

        return path;
    }

    /// <summary>score(labels).</summary>
    public double Score(ReadOnlySpan<int> labels)
    {
        var score = Start(labels[0]) + Logits[0][labels[0]];
        for (var t = 1; t < WordCount; t++)
        {
            score += Transition(labels[t - 1], labels[t]) + Logits[t][labels[t]];
        }

        return score;
    }

    /// <summary>The mean score of all sequences.</summary>
    public double MeanScore()
    {
        var start = Enumerable.Range(0, LabelCount).Average(Start);
        var transition = Enumerable.Range(0, LabelCount * LabelCount).Average(i => _transitions[i]);
        return start + Logits.Sum(logits => logits.Average()) + ((WordCount - 1) * transition);
    }

    /// <summary>[labels + 1, labels]: how often each label is expected behind each other.</summary>
    public double[] ExpectedCounts()
    {
        var counts = new double[_transitions.Length];
        Probabilities[0].CopyTo(counts, LabelCount * LabelCount);
        for (var t = 1; t < WordCount; t++)
        {
            for (var before = 0; before < LabelCount; before++)
            {
                for (var label = 0; label < LabelCount; label++)
                {
                    counts[(before * LabelCount) + label] +=
                        Math.Exp(_forward[t - 1][before] + Transition(before, label) + Logits[t][label] + _backward[t][label] - LogNormalizer);
                }
            }
        }

        return counts;
    }

    /// <summary>[labels + 1, labels]: how often each label stands behind each other in the labels given.</summary>
    private double[] Counts(ReadOnlySpan<int> labels)
    {
        var counts = new double[_transitions.Length];
        counts[(LabelCount * LabelCount) + labels[0]] = 1;
        for (var t = 1; t < WordCount; t++)
        {
            counts[(labels[t - 1] * LabelCount) + labels[t]]++;
        }

        return counts;
    }

    /// <summary>[labels + 1, labels]: how often each label stands behind each other in the mean of all sequences.</summary>
    private double[] MeanCounts()
    {
        var counts = new double[_transitions.Length];
        Array.Fill(counts, (WordCount - 1.0) / (LabelCount * LabelCount));
        Array.Fill(counts, 1.0 / LabelCount, LabelCount * LabelCount, LabelCount);
        return counts;
    }

    private double[][] Forward()
    {
        var forward = new double[WordCount][];
        for (var t = 0; t < WordCount; t++)
        {
            forward[t] = new double[LabelCount];
            for (var label = 0; label < LabelCount; label++)
            {
                double[] ways = t == 0 ? [Start(label)] : [.. forward[t - 1].Select((sum, before) => sum + Transition(before, label))];
                forward[t][label] = ReferenceSoftmax.LogSumOfExponentials(ways) + Logits[t][label];
            }
        }

        return forward;
    }

    private double[][] Backward()
    {
        var backward = new double[WordCount][];
        backward[^1] = new double[LabelCount];
        for (var t = WordCount - 2; t >= 0; t--)
        {
            backward[t] = new double[LabelCount];
            for (var label = 0; label < LabelCount; label++)
            {
                double[] ways = [.. backward[t + 1].Select((sum, after) => Transition(label, after) + Logits[t + 1][after] + sum)];
                backward[t][label] = ReferenceSoftmax.LogSumOfExponentials(ways);
            }
        }

        return backward;
    }

    private double Start(int label) => _transitions[(LabelCount * LabelCount) + label];

    private double Transition(int before, int label) => _transitions[(before * LabelCount) + label];
}
