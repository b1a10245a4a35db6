namespace FastElman.Interop;

/// <summary>A labelled sentence of a <see cref="FoldPickle"/>, as indices of the fold's words and labels.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FoldSentence
{
    private readonly int[] _words;
    private readonly int[] _labels;

    /// <summary>Takes over both arrays.</summary>
    /// <param name="words">[words], at least one.</param>
    /// <param name="labels">[words].</param>
    internal FoldSentence(int[] words, int[] labels)
    {
        _words = words;
        _labels = labels;
    }

    /// <summary>The number of words, at least 1.</summary>
    public int Length => _words.Length;

    /// <summary>
    /// [<see cref="Length"/>]: the index of each word, from 0 to the count of <see cref="FoldPickle.Vocabulary"/> − 1.
    /// </summary>
    public ReadOnlyMemory<int> Words => _words;

    /// <summary>
    /// [<see cref="Length"/>]: the index of the label of each word, from 0 to the count of <see
    /// cref="FoldPickle.Labels"/> − 1.
    /// </summary>
    public ReadOnlyMemory<int> Labels => _labels;

    /// <summary>
    /// The sentence without a word at its beginning and one at its end, where it has them; null where nothing is left.
    /// </summary>
    internal FoldSentence? Without(int beginning, int end)
    {
        var first = _words[0] == beginning ? 1 : 0;
        var last = _words.Length > first && _words[^1] == end ? _words.Length - 1 : _words.Length;
        return first == 0 && last == _words.Length ? this
            : first == last ? null
            : new FoldSentence(_words[first..last], _labels[first..last]);
    }

    /// <summary>The word indices and the label indices.</summary>
    /// <returns>Two lists of numbers, such as <c>4 2 | 0 1</c>.</returns>
    public override string ToString() => $"{string.Join(' ', _words)} | {string.Join(' ', _labels)}";
}
