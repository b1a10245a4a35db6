namespace FastElman.Reference.Tests;

/// <summary>Every sequence of labels of a sentence, with its score and probability.</summary>
internal sealed class AllSequences
{
    private readonly double[][] _logits;
    private readonly double[] _transitions;

    public AllSequences(double[][] logits, double[] transitions)
    {
        _logits = logits;
        _transitions = transitions;
        Sequences = LabelSequences.Of(Words, Labels);
        Partition = Sequences.Sum(sequence => Math.Exp(Score(sequence)));
    }

    public IReadOnlyList<int[]> Sequences { get; }

    /// <summary>Z.</summary>
    public double Partition { get; }

    public int Words => _logits.Length;

    private int Labels => _logits[0].Length;

    public double Score(int[] sequence) => sequence
        .Select((label, t) => _logits[t][label] + (_transitions.Length > 0 ? _transitions[Transition(sequence, t)] : 0))
        .Sum();

    public double Probability(int[] sequence) => Math.Exp(Score(sequence)) / Partition;

    /// <summary>The probability in the target: the given labels, smoothed with all sequences alike.</summary>
    public double Target(int[] sequence, int[] labels, double smoothing) =>
        (sequence.SequenceEqual(labels) ? 1 - smoothing : 0) + (smoothing / Sequences.Count);

    /// <summary>[labels]: the weights of the sequences with each label at word t.</summary>
    public double[] LabelsAt(int t, Func<int[], double> weight)
    {
        var sums = new double[Labels];
        foreach (var sequence in Sequences)
        {
            sums[sequence[t]] += weight(sequence);
        }

        return sums;
    }

    /// <summary>[labels + 1, labels]: how often each transition occurs in all sequences, by weight.</summary>
    public double[] Transitions(Func<int[], double> weight)
    {
        var sums = new double[_transitions.Length];
        foreach (var sequence in Sequences)
        {
            for (var t = 0; t < sequence.Length && sums.Length > 0; t++)
            {
                sums[Transition(sequence, t)] += weight(sequence);
            }
        }

        return sums;
    }

    private int Transition(int[] sequence, int t) => ((t == 0 ? Labels : sequence[t - 1]) * Labels) + sequence[t];
}
