namespace FastElman.Labels;

/// <summary>
/// Which label may follow which in a sentence, and with what score: learned scores, or 0 for what is allowed and −∞ for
/// what is not, or both together. Packing/PackedTransitions is the form that the kernels read.
/// </summary>
internal sealed class LabelTransitions
{
    private readonly float[] _scores;

    /// <param name="labels">The number of labels, at least 1.</param>
    /// <param name="scores">
    /// [labels + 1, labels]: the learned score of each label (column) after each label (row); the last row is for the
    /// first word. Empty where none were learned.
    /// </param>
    /// <param name="mayFollow">
    /// Whether the second label may follow the first, which is −1 before the first word; null if every label may.
    /// </param>
    public LabelTransitions(int labels, ReadOnlySpan<float> scores, Func<int, int, bool>? mayFollow)
    {
        Labels = labels;
        IsLearned = !scores.IsEmpty;
        _scores = new float[checked((labels + 1) * labels)];
        scores.CopyTo(_scores);
        for (var before = -1; before < labels; before++)
        {
            for (var label = 0; label < labels; label++)
            {
                if (mayFollow is not null && !mayFollow(before, label))
                {
                    _scores[IndexOf(before, label)] = float.NegativeInfinity;
                }
            }
        }
    }

    /// <summary>The number of labels.</summary>
    public int Labels { get; }

    /// <summary>
    /// Whether there are learned scores. Where there are none, the best labels word by word are the best sequence if
    /// they are allowed.
    /// </summary>
    public bool IsLearned { get; }

    /// <summary>The score of a label after another; −∞ if it may not follow.</summary>
    /// <param name="before">From 0 to labels − 1, or −1 for the first word.</param>
    /// <param name="label">From 0 to labels − 1.</param>
    public float Score(int before, int label) => _scores[IndexOf(before, label)];

    /// <summary>Whether a sentence may have these labels [words].</summary>
    public bool Allows(ReadOnlySpan<int> labels)
    {
        var before = -1;
        foreach (var label in labels)
        {
            if (float.IsNegativeInfinity(Score(before, label)))
            {
                return false;
            }

            before = label;
        }

        return true;
    }

    private int IndexOf(int before, int label) => ((before < 0 ? Labels : before) * Labels) + label;
}
