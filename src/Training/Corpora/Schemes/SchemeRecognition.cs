using FastElman.Labels;

namespace FastElman.Training.Corpora.Schemes;

/// <summary>
/// Finds the scheme of labels. The letters tell BIOES and its relatives apart from the others. IOB1 and IOB2 have the
/// same letters: in IOB1 slots begin with I, and B stands only behind a slot of the same name.
/// </summary>
internal sealed class SchemeRecognition
{
    private readonly HashSet<char> _letters = [];
    private bool _hasOtherLetters;

    /// <summary>Slots that begin with I.</summary>
    private long _beginningInside;

    /// <summary>Slots that begin with B where IOB1 would write I.</summary>
    private long _beginningAsInIob2;

    /// <summary>Slots that begin with I although others begin with B where IOB1 would not: breaches of IOB2.</summary>
    public long BreachCount => Find() == LabelScheme.Iob2 && _beginningAsInIob2 > 0 ? _beginningInside : 0;

    /// <summary>Slots seen.</summary>
    public long SlotCount { get; private set; }

    /// <summary>Labels seen that are neither O nor in a slot, such as OTHER, or the name of the column.</summary>
    public long StrayCount { get; private set; }

    /// <summary>The first of them; null where there is none.</summary>
    public string? FirstStray { get; private set; }

    /// <summary>Adds the labels of a sentence.</summary>
    public void Add(IReadOnlyList<string> labels)
    {
        var before = default(SchemeLabel);
        foreach (var label in labels)
        {
            var parsed = SchemeLabel.Parse(label);
            if (parsed.IsInSlot)
            {
                _letters.Add(label[0]);
                Count(parsed, before);
            }
            else if (label != LabelSet.Outside)
            {
                _hasOtherLetters |= label is [_, '-', _, ..];
                StrayCount++;
                FirstStray ??= label;
            }

            before = parsed;
        }
    }

    /// <summary>The scheme of all that was added; IOB2 where nothing tells.</summary>
    public LabelScheme Find()
    {
        if (!_hasOtherLetters)
        {
            foreach (var (letters, marks, scheme) in
                new[]
                {
                    ("BIES", "ES", LabelScheme.Bioes),
                    ("BMES", "ES", LabelScheme.Bmes),
                    ("BILU", "LU", LabelScheme.Bilou),
                })
            {
                if (_letters.IsSubsetOf(letters) && _letters.Overlaps(marks))
                {
                    return scheme;
                }
            }
        }

        return _letters.IsSubsetOf("BI") && _beginningInside > 0 && _beginningAsInIob2 == 0
            ? LabelScheme.Iob1
            : LabelScheme.Iob2;
    }

    private void Count(SchemeLabel label, SchemeLabel before)
    {
        if (!label.BeginsSlot(before))
        {
            return;
        }

        SlotCount++;
        if (label.Role == SlotRole.Inside)
        {
            _beginningInside++;
        }
        else if (!(before.IsInSlot && before.Name == label.Name))
        {
            _beginningAsInIob2++;
        }
    }
}
