using System.Runtime.CompilerServices;

namespace FastElman.Network;

/// <summary>
/// Where the probabilities of n words go: those of all labels, or that of each word's own label alone.
/// </summary>
/// <param name="values">[rows, per word]: receives them; or empty.</param>
/// <param name="perWord">The number of labels, or 1.</param>
/// <param name="rows">[n]: the row of each word; or empty, where they follow each other.</param>
internal readonly ref struct LabelProbabilities(Span<float> values, int perWord, ReadOnlySpan<int> rows = default)
{
    private readonly ReadOnlySpan<int> _rows = rows;

    public Span<float> Values { get; } = values;

    public int PerWord { get; } = perWord;

    /// <summary>Whether nothing is wanted.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>One probability a word: that of its own label.</summary>
    /// <param name="values">[n].</param>
    public static LabelProbabilities OfOwnLabel(Span<float> values) => new(values, 1);

    /// <summary>Those of one word.</summary>
    /// <param name="word">The word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Of(int word) =>
        Values.Slice((_rows.IsEmpty ? word : _rows[word]) * PerWord, PerWord);

    /// <summary>Those of some words that follow each other.</summary>
    /// <param name="first">The first word.</param>
    /// <param name="count">Words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LabelProbabilities Slice(int first, int count) =>
        IsEmpty ? default
        : _rows.IsEmpty ? new LabelProbabilities(Values.Slice(first * PerWord, count * PerWord), PerWord)
        : new LabelProbabilities(Values, PerWord, _rows.Slice(first, count));
}
