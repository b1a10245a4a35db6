using FastElman.Labels;

namespace FastElman.Training.Corpora.Schemes;

/// <summary>A label taken apart by <see cref="SlotScheme"/>: the role of its word, and the name of the slot.</summary>
/// <param name="Role">The role.</param>
/// <param name="Name">The name; empty where the label is in no slot.</param>
internal readonly record struct SchemeLabel(SlotRole Role, string Name)
{
    /// <summary>Whether the word is in a slot.</summary>
    public bool IsInSlot => Role != SlotRole.Outside;

    /// <summary>Reads a label of any of the schemes; every other text is outside of slots.</summary>
    public static SchemeLabel Parse(string label) =>
        SlotScheme.Parse(label, out var name) is var role and not SlotRole.Outside && !name.IsEmpty
            ? new SchemeLabel(role, name.ToString())
            : new SchemeLabel(SlotRole.Outside, string.Empty);

    /// <summary>Whether a text is a label of one of the schemes: O, or a letter, a hyphen and a name.</summary>
    public static bool IsLabel(ReadOnlySpan<char> text) =>
        text is LabelSet.Outside
        || (SlotScheme.Parse(text, out var name) != SlotRole.Outside && !name.IsEmpty);

    /// <summary>Whether a slot begins at this word.</summary>
    /// <param name="before">The label before it; outside at the beginning of a sentence.</param>
    public bool BeginsSlot(SchemeLabel before) => SlotScheme.Begins(before.Role, Role, before.Name == Name);
}
