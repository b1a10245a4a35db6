namespace FastElman.Labels;

/// <summary>
/// The IOB2 scheme of labels: B-x begins a slot x, and I-x continues it, so I-x may follow only B-x or I-x. Every other
/// label may follow any label (L. A. Ramshaw and M. P. Marcus, "Text Chunking using Transformation-Based Learning",
/// 1995, in the form of the CoNLL tasks).
/// </summary>
internal static class IobScheme
{
    private const string Begin = "B-";
    private const string Inside = "I-";

    /// <summary>Whether a label may follow another.</summary>
    /// <param name="before">The previous label; null at the beginning of a sentence.</param>
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
