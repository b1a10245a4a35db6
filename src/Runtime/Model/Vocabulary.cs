using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// The words of a model and their indices, with the tutorial's rules for words that are not in it: every digit is written
/// <c>DIGIT</c>, and what is then still unknown is <c>&lt;UNK&gt;</c>.
/// </summary>
/// <remarks>Immutable and thread-safe. Looking a word up allocates nothing.</remarks>
public sealed class Vocabulary
{
    /// <summary>The word that stands for all unknown ones.</summary>
    public const string UnknownWord = "<UNK>";

    /// <summary>What each digit of a number is written as: 1984 is <c>DIGITDIGITDIGITDIGIT</c>.</summary>
    public const string DigitWord = "DIGIT";

    /// <summary>Longest word, in characters after its digits are replaced, that is looked up; anything longer is unknown.</summary>
    private const int LongestWord = 512;

    private readonly string[] _words;
    private readonly Dictionary<string, int> _indices;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="words">The words; the place of each is its index, counted from 0.</param>
    /// <exception cref="ArgumentException">A word is null, empty, no valid Unicode, or stands twice.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = [.. words];
        _indices = NameIndex.Build(_words, "word", nameof(words));
        _lookup = _indices.GetAlternateLookup<ReadOnlySpan<char>>();
        UnknownIndex = _indices.TryGetValue(UnknownWord, out var unknown) ? unknown : null;
    }

    /// <summary>The number of words, without the padding word.</summary>
    public int Count => _words.Length;

    /// <summary>The index of <c>&lt;UNK&gt;</c>, or null where the vocabulary has none.</summary>
    public int? UnknownIndex { get; }

    /// <summary>All words in the order of their indices.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The word of an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The word.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such index.</exception>
    public string this[int index] => _words[index];

    /// <summary>
    /// Finds the index of a word: as it is written; else with each digit as <c>DIGIT</c>; else the same in lower case (the
    /// tutorial's corpus is all lower case); else that of <c>&lt;UNK&gt;</c>.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="index">Its index; 0 where the result is false.</param>
    /// <returns>False where the word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</returns>
    [SkipLocalsInit]
    public bool TryGetIndex(ReadOnlySpan<char> word, out int index)
    {
        if (_lookup.TryGetValue(word, out index))
        {
            return true;
        }

        var length = DigitRule.WrittenLength(word);
        if (length <= LongestWord)
        {
            Span<char> room = stackalloc char[LongestWord];
            var written = room[..(int)length];
            DigitRule.Write(word, written);
            if (_lookup.TryGetValue(written, out index))
            {
                return true;
            }

            DigitRule.Write(word, written, lowerCase: true);
            if (_lookup.TryGetValue(written, out index))
            {
                return true;
            }
        }

        index = UnknownIndex.GetValueOrDefault();
        return UnknownIndex.HasValue;
    }

    /// <summary>Finds the index of a word by the rules of <see cref="TryGetIndex"/>.</summary>
    /// <param name="word">The word.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">The word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public int IndexOf(ReadOnlySpan<char> word)
    {
        if (!TryGetIndex(word, out var index))
        {
            ThrowUnknown(word);
        }

        return index;
    }

    [DoesNotReturn]
    private static void ThrowUnknown(ReadOnlySpan<char> word) =>
        throw new ArgumentException(MessageText.Sanitize($"The word \"{word}\" is not in the vocabulary, which has no {UnknownWord} to stand for it."), nameof(word));
}
