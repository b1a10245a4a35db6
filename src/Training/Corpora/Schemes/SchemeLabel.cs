namespace FastElman.Training.Corpora.Schemes;

/// <summary>The place of a word in a slot, as a label marks it.</summary>
internal enum SlotPlace
{
    /// <summary>In no slot.</summary>
    Outside,

    /// <summary>The first word (B).</summary>
    Begin,

    /// <summary>A further word (I, M).</summary>
    Inside,

    /// <summary>The last word (E, L).</summary>
    End,

    /// <summary>The only word (S, U).</summary>
    Single,
}

/// <summary>A label taken apart: the place of the word in its slot, and the name of the slot.</summary>
/// <param name="Place">The place.</param>
/// <param name="Name">The name; empty where the label is in no slot.</param>
internal readonly record struct SchemeLabel(SlotPlace Place, string Name)
{
    /// <summary>Whether the word is in a slot.</summary>
    public bool IsInSlot => Place != SlotPlace.Outside;

    /// <summary>Whether the slot cannot continue behind this word.</summary>
    public bool EndsSlot => Place is SlotPlace.End or SlotPlace.Single;

    /// <summary>Reads a label of any of the schemes; every other text is outside of slots.</summary>
    public static SchemeLabel Parse(string label) =>
        label is [var letter, '-', _, ..] && PlaceOf(letter) is { } place
            ? new SchemeLabel(place, label[2..])
            : new SchemeLabel(SlotPlace.Outside, string.Empty);

    /// <summary>Whether a text is a label of one of the schemes: O, or a letter, a hyphen and a name.</summary>
    public static bool IsLabel(ReadOnlySpan<char> text) =>
        text is "O" || (text is [var letter, '-', _, ..] && PlaceOf(letter) is not null);

    /// <summary>Whether a slot begins at this word.</summary>
    /// <param name="before">The label before it; outside at the beginning of a sentence.</param>
    public bool BeginsSlot(SchemeLabel before) =>
        IsInSlot
        && (Place is SlotPlace.Begin or SlotPlace.Single
            || !before.IsInSlot || before.EndsSlot || before.Name != Name);

    private static SlotPlace? PlaceOf(char letter) => letter switch
    {
        'B' => SlotPlace.Begin,
        'I' or 'M' => SlotPlace.Inside,
        'E' or 'L' => SlotPlace.End,
        'S' or 'U' => SlotPlace.Single,
        _ => null,
    };
}
