namespace FastElman.Labels;

/// <summary>
/// With what learned score a label follows another in a sentence; −∞ where constraints forbid it.
/// Packing/PackedTransitions is the form that the kernels read. Constraints without scores are less:
/// <see cref="IobConstraints"/>.
/// </summary>
internal sealed class LabelTransitions
{
    private readonly float[] _scores;

    /// <param name="labels">The number of labels, at least 1.</param>
    /// <param name="scores">
    /// [labels + 1, labels]: the learned score of each label (column) after each label (row); the last row is for the
    /// first word.
    /// </param>
    /// <param name="constraints">Which label may follow which; null if every label may.</param>
    public LabelTransitions(int labels, ReadOnlySpan<float> scores, IobConstraints? constraints)
    {
        Labels = labels;
        _scores = scores.ToArray();
        for (var before = -1; constraints is not null && before < labels; before++)
        {
            for (var label = 0; label < labels; label++)
            {
                if (!constraints.MayFollow(before, label))
                {
                    _scores[IndexOf(before, label)] = float.NegativeInfinity;
                }
            }
        }
    }

    /// <summary>The number of labels.</summary>
    public int Labels { get; }

    /// <summary>The score of a label after another; −∞ if it may not follow.</summary>
    /// <param name="before">From 0 to labels − 1, or −1 for the first word.</param>
    /// <param name="label">From 0 to labels − 1.</param>
    public float Score(int before, int label) => _scores[IndexOf(before, label)];

    private int IndexOf(int before, int label) => ((before < 0 ? Labels : before) * Labels) + label;
}
