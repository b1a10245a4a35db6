namespace FastElman.Labels;

/// <summary>
/// The one rule by which labels make slots, whatever the scheme: IOB2, IOB1, BIOES, BILOU, BMES, and what a model makes
/// of them. Of IOB labels it reads the chunks that conlleval.pl reads.
/// </summary>
internal static class SlotScheme
{
    /// <summary>Divides a label into its role and the name of its slot.</summary>
    /// <param name="label">The label.</param>
    /// <param name="name">Receives the name; empty where there is none.</param>
    public static SlotRole Parse(ReadOnlySpan<char> label, out ReadOnlySpan<char> name)
    {
        var isNamed = label.Length > 1 && label[1] == '-';
        name = isNamed ? label[2..] : default;
        return isNamed || label.Length == 1
            ? label[0] switch
            {
                'B' => SlotRole.Begin,
                'I' or 'M' => SlotRole.Inside,
                'E' or 'L' => SlotRole.End,
                'S' or 'U' => SlotRole.Single,
                _ => SlotRole.Outside,
            }
            : SlotRole.Outside;
    }

    /// <summary>Whether a word begins a slot. One in a slot that does not begin it goes on with it.</summary>
    /// <param name="before">The role of the word before; <see cref="SlotRole.Outside"/> for the first word.</param>
    /// <param name="role">The role of the word.</param>
    /// <param name="isSameName">Whether both have the same name.</param>
    public static bool Begins(SlotRole before, SlotRole role, bool isSameName) =>
        role is SlotRole.Begin or SlotRole.Single
        || (role is SlotRole.Inside or SlotRole.End
            && (!isSameName || before is SlotRole.Outside or SlotRole.End or SlotRole.Single));
}
