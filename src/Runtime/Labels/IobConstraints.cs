namespace FastElman.Labels;

/// <summary>
/// The IOB2 scheme of labels: B-x begins a slot x, and I-x continues it, so I-x may follow only B-x or I-x. Every other
/// label may follow any label (L. A. Ramshaw and M. P. Marcus, "Text Chunking using Transformation-Based Learning",
/// 1995, in the form of the CoNLL tasks).
/// </summary>
/// <remarks>
/// One number a label says all: which label continues its slot. So memory grows with the number of labels, where a
/// table of all pairs would grow with its square: 2 GB for 16,384 labels, whose names take 150 KB of a file.
/// </remarks>
internal sealed class IobConstraints
{
    private const string Begin = "B-";
    private const string Inside = "I-";

    private readonly int[] _continuations;
    private readonly bool[] _isInside;

    /// <param name="labels">The labels, by name.</param>
    public IobConstraints(LabelSet labels)
    {
        _continuations = new int[labels.Count];
        _isInside = new bool[labels.Count];
        for (var label = 0; label < labels.Count; label++)
        {
            var name = labels[label];
            _isInside[label] = name.StartsWith(Inside, StringComparison.Ordinal);
            var isOfSlot = _isInside[label] || name.StartsWith(Begin, StringComparison.Ordinal);
            _continuations[label] =
                isOfSlot && labels.TryGetIndex(Inside + name[Begin.Length..], out var continuation) ? continuation : -1;
        }
    }

    /// <summary>The number of labels.</summary>
    public int Labels => _continuations.Length;

    /// <summary>Whether a label may not stand everywhere: I-x.</summary>
    public bool IsInside(int label) => _isInside[label];

    /// <summary>The label that continues the slot of a label, I-x behind B-x and I-x; −1 where there is none.</summary>
    public int ContinuationOf(int label) => _continuations[label];

    /// <summary>Whether a label may follow another.</summary>
    /// <param name="before">The previous label; −1 at the beginning of a sentence.</param>
    /// <param name="label">The label.</param>
    public bool MayFollow(int before, int label) =>
        !_isInside[label] || (before >= 0 && _continuations[before] == label);
}
