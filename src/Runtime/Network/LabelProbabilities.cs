using System.Runtime.CompilerServices;

namespace FastElman.Network;

/// <summary>
/// Where the probabilities of n words go: those of all labels, or that of each word's own label alone.
/// </summary>
/// <param name="values">[n, per word]: receives them; or empty.</param>
/// <param name="perWord">The number of labels, or 1.</param>
internal readonly ref struct LabelProbabilities(Span<float> values, int perWord)
{
    public Span<float> Values { get; } = values;

    public int PerWord { get; } = perWord;

    /// <summary>Whether nothing is wanted.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>One probability a word: that of its own label.</summary>
    /// <param name="values">[n].</param>
    public static LabelProbabilities OfOwnLabel(Span<float> values) => new(values, 1);

    /// <summary>Those of some words in a row.</summary>
    /// <param name="first">The first word.</param>
    /// <param name="count">Words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LabelProbabilities Slice(int first, int count) =>
        IsEmpty ? default : new LabelProbabilities(Values.Slice(first * PerWord, count * PerWord), PerWord);
}
