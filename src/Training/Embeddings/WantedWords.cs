using System.Text;

namespace FastElman.Training.Embeddings;

/// <summary>
/// The words whose vectors are kept: those of a vocabulary, as it writes them and in lower case, or all words.
/// </summary>
internal sealed class WantedWords
{
    /// <summary>Bytes of the longest word that is looked up; longer ones are in no vocabulary.</summary>
    private const int LongestWord = 256;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _words;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _beginnings;

    /// <param name="vocabulary">The words; null for all.</param>
    public WantedWords(Vocabulary? vocabulary)
    {
        if (vocabulary is null)
        {
            return;
        }

        var words = new HashSet<string>(
            vocabulary.Concat(vocabulary.Select(word => word.ToLowerInvariant())), StringComparer.Ordinal);
        _words = words.GetAlternateLookup<ReadOnlySpan<char>>();
        _beginnings = new HashSet<string>(words.Select(word => word.Split(' ')[0]), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a word, or any that begins with it and a blank, may be kept.</summary>
    /// <param name="word">UTF-8.</param>
    public bool MayBegin(ReadOnlySpan<byte> word) => _beginnings is not { } beginnings || Contains(beginnings, word);

    /// <summary>Whether the vector of a word is kept.</summary>
    /// <param name="word">UTF-8.</param>
    public bool Contains(ReadOnlySpan<byte> word) => _words is not { } words || Contains(words, word);

    private static bool Contains(
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<byte> word)
    {
        if (word.Length > LongestWord)
        {
            return false;
        }

        Span<char> text = stackalloc char[LongestWord];
        return Encoding.UTF8.TryGetChars(word, text, out var length) && words.Contains(text[..length]);
    }
}
