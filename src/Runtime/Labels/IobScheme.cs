namespace FastElman.Labels;

/// <summary>
/// The IOB scheme of labels: B-x begins a slot x, I-x goes on with it, so that it stands only behind B-x or I-x; every
/// other label stands anywhere (L. A. Ramshaw and M. P. Marcus, "Text Chunking using Transformation-Based Learning",
/// 1995, in the form of the CoNLL tasks).
/// </summary>
internal static class IobScheme
{
    private const string Begin = "B-";
    private const string Inside = "I-";

    /// <summary>Whether a label may stand behind another.</summary>
    /// <param name="before">The one before; null at the beginning of a sentence.</param>
    /// <param name="label">The label.</param>
    public static bool MayFollow(string? before, string label)
    {
        if (!label.StartsWith(Inside, StringComparison.Ordinal))
        {
            return true;
        }

        return before is not null
            && (before.StartsWith(Begin, StringComparison.Ordinal)
                || before.StartsWith(Inside, StringComparison.Ordinal))
            && before.AsSpan(Begin.Length).SequenceEqual(label.AsSpan(Inside.Length));
    }
}
