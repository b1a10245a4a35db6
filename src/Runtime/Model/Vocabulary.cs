using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// The words of a model in the order of their indices, with the tutorial's rules for looking words up: each digit is
/// written <c>DIGIT</c>, and a word that is still unknown is <c>&lt;UNK&gt;</c>.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. A word is looked up as it is written, then with each digit as <c>DIGIT</c>, then also in
/// lower case, because the tutorial's corpus is all lower case. Looking a word up allocates nothing.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Vocabulary : IReadOnlyList<string>
{
    /// <summary>The word that stands for all unknown ones.</summary>
    public const string UnknownWord = "<UNK>";

    /// <summary>What each digit of a number is written as: 1984 is <c>DIGITDIGITDIGITDIGIT</c>.</summary>
    public const string DigitWord = "DIGIT";

    /// <summary>The longest word to which the rules are applied, in characters after digits are replaced.</summary>
    private const int LongestWord = 512;

    private readonly string[] _words;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="words">The words; the position of each, counted from 0, is its index.</param>
    /// <exception cref="ArgumentException">A word is null, empty, not valid Unicode, or a repetition.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = [.. words];
        var indices = NameIndex.Build(_words, "word", nameof(words));
        _lookup = indices.GetAlternateLookup<ReadOnlySpan<char>>();
        UnknownIndex = indices.TryGetValue(UnknownWord, out var unknown) ? unknown : null;
        LongestLength = _words.Length == 0 ? 0 : _words.Max(word => word.Length);
    }

    /// <summary>The number of words, without the padding word.</summary>
    public int Count => _words.Length;

    /// <summary>The index of <c>&lt;UNK&gt;</c>; null where the vocabulary has none.</summary>
    public int? UnknownIndex { get; }

    /// <summary>Characters of the longest word: no longer text is a word.</summary>
    internal int LongestLength { get; }

    /// <summary>The word of an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public string this[int index] => _words[Guard.Index(index, _words.Length)];

    /// <summary>Finds the index of a word, or that of <c>&lt;UNK&gt;</c>.</summary>
    /// <param name="word">The word.</param>
    /// <returns>From 0 to <see cref="Count"/> − 1.</returns>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public int GetIndex(ReadOnlySpan<char> word) => GetIndex(word, out _);

    /// <summary>Finds the index of a word, or that of <c>&lt;UNK&gt;</c>, and tells which.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isUnknown">Whether the index is that of <c>&lt;UNK&gt;</c> because the word is not there.</param>
    /// <returns>From 0 to <see cref="Count"/> − 1.</returns>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public int GetIndex(ReadOnlySpan<char> word, out bool isUnknown)
    {
        isUnknown = !TryGetIndex(word, out var index);
        return isUnknown ? UnknownIndexFor(word) : index;
    }

    /// <summary>Whether the vocabulary has a word, by the rules for looking words up.</summary>
    /// <param name="word">The word.</param>
    /// <returns>
    /// False for a word that <see cref="GetIndex(ReadOnlySpan{char})"/> takes for <c>&lt;UNK&gt;</c>.
    /// </returns>
    public bool Contains(ReadOnlySpan<char> word) => TryGetIndex(word, out _);

    /// <summary>Finds the index of a word that the vocabulary has.</summary>
    /// <param name="word">The word.</param>
    /// <param name="index">Its index; 0 where the result is false.</param>
    /// <returns>False for an unknown word, whether or not there is an <c>&lt;UNK&gt;</c>.</returns>
    [SkipLocalsInit]
    public bool TryGetIndex(ReadOnlySpan<char> word, out int index)
    {
        // No longer text is a word: the rules make none shorter.
        if (word.Length > LongestLength)
        {
            index = 0;
            return false;
        }

        if (_lookup.TryGetValue(word, out index))
        {
            return true;
        }

        // Digits make a word longer and never shorter.
        if (word.Length > LongestWord)
        {
            return false;
        }

        // A copy, since another thread may change the caller's memory between the count of its digits and their use.
        Span<char> room = stackalloc char[2 * LongestWord];
        var copy = room[LongestWord..][..word.Length];
        word.CopyTo(copy);
        var length = DigitRule.WrittenLength(copy);
        if (length > LongestWord)
        {
            return false;
        }

        var written = room[..(int)length];
        if (length != copy.Length)
        {
            DigitRule.Write(copy, written);
            if (_lookup.TryGetValue(written, out index))
            {
                return true;
            }
        }

        DigitRule.Write(copy, written, lowerCase: true);
        return !written.SequenceEqual(copy) && _lookup.TryGetValue(written, out index);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_words).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of words.</summary>
    /// <returns>Such as <c>572 words</c>.</returns>
    public override string ToString() =>
        $"{Count} words{(UnknownIndex is null ? $", no {UnknownWord}" : string.Empty)}";

    /// <summary>The index of <c>&lt;UNK&gt;</c>, which stands for a word that the vocabulary does not have.</summary>
    /// <exception cref="UnknownWordException">There is no <c>&lt;UNK&gt;</c>.</exception>
    internal int UnknownIndexFor(ReadOnlySpan<char> word)
    {
        if (UnknownIndex is null)
        {
            ThrowUnknown(word);
        }

        return UnknownIndex.GetValueOrDefault();
    }

    [DoesNotReturn]
    private static void ThrowUnknown(ReadOnlySpan<char> word) => throw new UnknownWordException(word.ToString());
}
