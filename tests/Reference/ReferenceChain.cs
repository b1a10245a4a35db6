namespace FastElman.Reference;

/// <summary>
/// The labels of a sentence as a linear-chain conditional random field (J. Lafferty et al., 2001).
/// <code>
/// score(y) = transitions[labels, y_0] + Σ_t logits_t[y_t] + Σ_(t≥1) transitions[y_(t−1), y_t]
/// P(y) = e^score(y) / Z                 log Z = log Σ_y e^score(y)
/// </code>
/// Without transitions the words are independent, P(y) = Π_t softmax(logits_t)[y_t]: the tutorial's model.
/// Sums are kept as logarithms. A transition may be −∞.
/// </summary>
public sealed class ReferenceChain
{
    private readonly double[][] _logits;
    private readonly double[] _transitions;

    // [words][labels], the two sums of the forward-backward algorithm for word t with the label: log Σ e^score of
    // words 0 .. t over all labels of the words before t, and log Σ e^score of the words after t over all their labels.
    private readonly double[][] _before;
    private readonly double[][] _after;

    /// <param name="logits">[words][labels].</param>
    /// <param name="transitions">
    /// [labels + 1, labels]: the score of a label (column) after another (row); the last row is for the first word.
    /// Empty where there are no transitions.
    /// </param>
    public ReferenceChain(double[][] logits, double[] transitions)
    {
        _logits = logits;
        _transitions = transitions;
        _before = new double[HasTransitions ? Words : 0][];
        _after = new double[HasTransitions ? Words : 0][];
        for (var t = 0; t < _before.Length; t++)
        {
            _before[t] = EachLabel(y => logits[t][y] + (t == 0
                ? Start(y)
                : ReferenceSoftmax.LogSumExp(EachLabel(i => _before[t - 1][i] + Transition(i, y)))));
        }

        for (var t = _after.Length - 1; t >= 0; t--)
        {
            _after[t] = EachLabel(y => t == Words - 1
                ? 0
                : ReferenceSoftmax.LogSumExp(EachLabel(j => Transition(y, j) + logits[t + 1][j] + _after[t + 1][j])));
        }

        LogPartition = HasTransitions && Words > 0
            ? ReferenceSoftmax.LogSumExp(_before[^1])
            : logits.Sum(ReferenceSoftmax.LogSumExp);
        Probabilities = HasTransitions
            ? [.. _before.Select((before, t) => EachLabel(y => Math.Exp(before[y] + _after[t][y] - LogPartition)))]
            : Array.ConvertAll(logits, ReferenceSoftmax.Of);
    }

    /// <summary>log Z.</summary>
    public double LogPartition { get; }

    /// <summary>[words][labels]: P(y_t = label), the sum of P(y) over all y that have the label at word t.</summary>
    public double[][] Probabilities { get; }

    private bool HasTransitions => _transitions.Length > 0;

    private int Words => _logits.Length;

    private int Labels => Words == 0 ? 0 : _logits[0].Length;

    /// <summary>score(labels).</summary>
    public double Score(IReadOnlyList<int> labels)
    {
        var score = 0.0;
        for (var t = 0; t < labels.Count; t++)
        {
            score += _logits[t][labels[t]];
            if (HasTransitions)
            {
                score += t == 0 ? Start(labels[0]) : Transition(labels[t - 1], labels[t]);
            }
        }

        return score;
    }

    /// <summary>P(y_first, y_(first+1), … = labels), the sum of P(y) over all y that have these labels there.</summary>
    public double SpanProbability(int first, IReadOnlyList<int> labels)
    {
        if (!HasTransitions)
        {
            return labels.Select((label, i) => Probabilities[first + i][label]).Aggregate(1.0, (x, y) => x * y);
        }

        var score = _before[first][labels[0]] + _after[first + labels.Count - 1][labels[^1]];
        for (var i = 1; i < labels.Count; i++)
        {
            score += Transition(labels[i - 1], labels[i]) + _logits[first + i][labels[i]];
        }

        return Math.Exp(score - LogPartition);
    }

    /// <summary>
    /// The labels with the largest score (A. J. Viterbi, 1967). Among equals the first label of the last word is taken,
    /// then that of the word before it, and so on.
    /// </summary>
    public int[] Best()
    {
        if (!HasTransitions || Words == 0)
        {
            return Array.ConvertAll(_logits, ReferenceSoftmax.ArgMax);
        }

        var best = new double[Words][]; // [words][labels]: the largest score of words 0 .. t that ends in the label
        var from = new int[Words][]; // [words][labels]: the label of word t − 1 in it
        for (var t = 0; t < Words; t++)
        {
            from[t] = new int[Labels];
            best[t] = EachLabel(Start);
            for (var y = 0; y < Labels; y++)
            {
                if (t > 0)
                {
                    var scores = EachLabel(i => best[t - 1][i] + Transition(i, y));
                    best[t][y] = scores.Max();
                    from[t][y] = Array.IndexOf(scores, scores.Max());
                }

                best[t][y] += _logits[t][y];
            }
        }

        var labels = new int[Words];
        labels[^1] = Array.IndexOf(best[^1], best[^1].Max());
        for (var t = Words - 1; t > 0; t--)
        {
            labels[t - 1] = from[t][labels[t]];
        }

        return labels;
    }

    /// <summary>[labels + 1, labels]: Σ_t P(y_(t−1) = row, y_t = column); in the last row P(y_0 = column).</summary>
    public double[] ExpectedTransitions()
    {
        var expected = new double[_transitions.Length];
        for (var t = 0; t < _before.Length; t++)
        {
            for (var y = 0; y < Labels; y++)
            {
                if (t == 0)
                {
                    expected[(Labels * Labels) + y] = Probabilities[0][y];
                }

                for (var i = 0; t > 0 && i < Labels; i++)
                {
                    expected[(i * Labels) + y] +=
                        Math.Exp(_before[t - 1][i] + Transition(i, y) + _logits[t][y] + _after[t][y] - LogPartition);
                }
            }
        }

        return expected;
    }

    /// <summary>The score of a sequence of labels averaged over all sequences.</summary>
    public double MeanScore()
    {
        var sum = _logits.Sum(logits => logits.Average());
        return HasTransitions
            ? sum + EachLabel(Start).Average() + ((Words - 1) * _transitions.Take(Labels * Labels).Average())
            : sum;
    }

    /// <summary>
    /// The score averaged over sequences whose labels are drawn word by word, without transitions only.
    /// </summary>
    /// <param name="probabilities">[words][labels].</param>
    public double MeanScore(double[][] probabilities) => HasTransitions
        ? throw new NotSupportedException("Labels drawn one by one have no transitions.")
        : _logits.Zip(probabilities, (logits, p) => logits.Zip(p, (logit, share) => logit * share).Sum()).Sum();

    private double Start(int label) => _transitions[(Labels * Labels) + label];

    private double Transition(int before, int label) => _transitions[(before * Labels) + label];

    private double[] EachLabel(Func<int, double> of) => [.. Enumerable.Range(0, Labels).Select(of)];
}
