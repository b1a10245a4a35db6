namespace FastElman.Training.Evaluation;

/// <summary>
/// A label in two parts: the prefix before its first hyphen (B, I, O, ...) and the slot after it, as its number in an
/// evaluation. Chunks begin and end by the rules of conlleval, which also has E and the brackets of other notations.
/// </summary>
internal readonly record struct ConllTag(string Prefix, int Slot)
{
    /// <summary>Whether a chunk ends between <paramref name="previous"/> and <paramref name="current"/>.</summary>
    public static bool ChunkEnds(ConllTag previous, ConllTag current)
    {
        var ends = (previous.Prefix, current.Prefix) is
            ("B", "B") or ("B", "O") or ("I", "B") or ("I", "O") or ("E", "E") or ("E", "I") or ("E", "O");
        var leavesSlot = previous.Slot != current.Slot && previous.CanCarrySlot;
        return ends || leavesSlot || previous.IsBracket;
    }

    /// <summary>Whether a chunk starts between <paramref name="previous"/> and <paramref name="current"/>.</summary>
    public static bool ChunkStarts(ConllTag previous, ConllTag current)
    {
        var starts = (previous.Prefix, current.Prefix) is
            ("B", "B") or ("I", "B") or ("O", "B") or ("O", "I") or ("E", "E") or ("E", "I") or ("O", "E");
        var entersSlot = previous.Slot != current.Slot && current.CanCarrySlot;
        return starts || entersSlot || current.IsBracket;
    }

    private bool CanCarrySlot => Prefix is not ("O" or ".");

    /// <summary>A bracket is a chunk of one word.</summary>
    private bool IsBracket => Prefix is "[" or "]";
}
