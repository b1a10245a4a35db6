using FastElman.Labels;

namespace FastElman;

/// <summary>Reads slots out of labels. What labels mean lives in this room.</summary>
/// <remarks>
/// <para>
/// Static and thread-safe. One rule reads IOB2, IOB1, BIOES, BILOU and BMES, and labels that break their scheme: a slot
/// begins at <c>B-x</c> and at <c>S-x</c> (<c>U-x</c>), and at <c>I-x</c> (<c>M-x</c>) or <c>E-x</c> (<c>L-x</c>) that
/// does not go on with an open slot x, as conlleval.pl reads it. It ends at its <c>E-x</c> or <c>S-x</c>, or where the
/// next label does not go on with it. Every other label is outside of slots.
/// </para>
/// <para>Labels without names (<c>B</c>, <c>I</c>, <c>O</c>) give slots whose name is empty.</para>
/// </remarks>
public static class SlotReader
{
    /// <summary>Reads the slots of a sentence.</summary>
    /// <param name="labels">The label of each token.</param>
    /// <returns>The slots in order; they do not overlap.</returns>
    /// <exception cref="ArgumentException">A label is null.</exception>
    public static IReadOnlyList<SlotTokens> Read(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var slots = new List<SlotTokens>();
        var (before, beforeName) = (SlotRole.Outside, string.Empty);
        for (var i = 0; i < labels.Count; i++)
        {
            var label = labels[i] ?? throw new ArgumentException($"The label at position {i} is null.", nameof(labels));
            var role = SlotScheme.Parse(label, out var name);
            var isSameName = name.SequenceEqual(beforeName);
            if (SlotScheme.Begins(before, role, isSameName))
            {
                beforeName = isSameName ? beforeName : name.ToString();
                slots.Add(new SlotTokens(beforeName, i, 1));
            }
            else if (role != SlotRole.Outside)
            {
                slots[^1] = slots[^1] with { TokenCount = slots[^1].TokenCount + 1 };
            }

            before = role;
        }

        return slots;
    }

    /// <summary>Reads the slots of a sentence out of label indices. Allocates nothing after its first call.</summary>
    /// <param name="labelSet">The labels that the indices stand for.</param>
    /// <param name="labels">The label index of each token, from 0 to <c>labelSet.Count</c> − 1.</param>
    /// <param name="slots">
    /// Receives the slots in order. Room for one slot a token is always enough.
    /// </param>
    /// <returns>The number of slots.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label index is out of range.</exception>
    public static int Read(LabelSet labelSet, ReadOnlySpan<int> labels, Span<SlotTokens> slots)
    {
        ArgumentNullException.ThrowIfNull(labelSet);
        foreach (var label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label, nameof(labels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, labelSet.Count, nameof(labels));
        }

        var table = SlotTable.Of(labelSet);
        var (place, count) = (0, 0);
        while (table.TryRead(labels, ref place, out var slot))
        {
            if (count == slots.Length)
            {
                throw new ArgumentException(
                    $"There are more slots than there is room for: found room for {slots.Length}; "
                    + "room for one slot a token is always enough.",
                    nameof(slots));
            }

            slots[count++] = slot;
        }

        return count;
    }
}
