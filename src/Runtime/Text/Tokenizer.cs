using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using FastElman.Simd;
using FastElman.Text;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Divides text into the words of a model, each with its place in the text. How text becomes tokens lives in this room.
/// </summary>
/// <remarks>
/// <para>
/// Immutable and thread-safe. Nothing allocates, and the time grows linearly with the text, whatever the text is.
/// </para>
/// <para>
/// White space (<see cref="System.Text.Rune.IsWhiteSpace"/>) separates chunks. With
/// <see cref="TokenizerKind.WhiteSpace"/> every chunk is a token. With <see cref="TokenizerKind.Punctuation"/>:
/// </para>
/// <list type="number">
/// <item>A chunk that the vocabulary has is one token: <c>st.</c>, <c>o'clock</c>.</item>
/// <item>
/// Otherwise punctuation is taken off both ends: as little as leads to a word that the vocabulary has, or all of it
/// where nothing does. At most four characters of it stay at an end.
/// </item>
/// <item>
/// Punctuation inside the rest divides it where the vocabulary has every piece (<c>boston/denver</c>), never between
/// two digits.
/// </item>
/// <item>
/// The punctuation that was separated is a token where the vocabulary has it, a run as a whole or each character by
/// itself. Otherwise it is left out: the model never sees it.
/// </item>
/// </list>
/// <para>
/// Punctuation is what Unicode calls punctuation or symbols (categories P and S), and what is invisible: format
/// characters (Cf) and variation selectors. Ill-formed UTF-8 or UTF-16 is no error. It stands for U+FFFD, which counts
/// as a letter.
/// </para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Tokenizer
{
    /// <summary>Text of up to this many characters, or bytes of UTF-8, needs no rented memory.</summary>
    private const int ShortText = 512;

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="vocabulary">The words of the model.</param>
    /// <param name="kind">The rules.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public Tokenizer(Vocabulary vocabulary, TokenizerKind kind = TokenizerKind.Punctuation)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Guard.Defined(kind, nameof(kind), "tokenizer");
        Vocabulary = vocabulary;
        Kind = kind;
    }

    /// <summary>The words of the model.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The rules.</summary>
    public TokenizerKind Kind { get; }

    /// <summary>Divides a text into tokens.</summary>
    /// <param name="text">The text; may be empty, and ill-formed.</param>
    /// <param name="tokens">
    /// Receives the place of each token, in characters (UTF-16 code units) from the beginning, in order. Room for
    /// <c>text.Length</c> tokens is always enough.
    /// </param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="ArgumentException">There is too little room, or the spans share memory.</exception>
    public int Tokenize(ReadOnlySpan<char> text, Span<Range> tokens)
    {
        Guard.NoOverlap<Range, char>(tokens, text);
        return Tokenize(text, tokens, default, out _);
    }

    /// <summary>Divides a UTF-8 text into tokens: the same tokens as those of its UTF-16 form.</summary>
    /// <param name="utf8Text">The text; may be empty, and ill-formed.</param>
    /// <param name="tokens">
    /// Receives the place of each token, in bytes from the beginning, in order. Room for <c>utf8Text.Length</c> tokens
    /// is always enough.
    /// </param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="ArgumentException">There is too little room, or the spans share memory.</exception>
    public int Tokenize(ReadOnlySpan<byte> utf8Text, Span<Range> tokens)
    {
        Guard.NoOverlap<Range, byte>(tokens, utf8Text);
        return Tokenize(utf8Text, tokens, default, out _);
    }

    /// <summary>The rules and the size of the vocabulary.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Kind}; {Vocabulary}";

    /// <summary>
    /// Divides a text into tokens and looks them up. It works on a copy of the text, which is looked at several times:
    /// another thread may change the caller's memory meanwhile.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Receives the places.</param>
    /// <param name="words">
    /// Receives the word index of each token; or empty. There is room for as many as in <paramref name="tokens"/>.
    /// </param>
    /// <param name="unknownCount">Receives the number of tokens that the vocabulary does not have.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="ArgumentException">
    /// There is too little room, or indices are wanted of a word that is unknown to a vocabulary without
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    internal int Tokenize(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> words, out int unknownCount)
    {
        char[]? rented = null;
        var copy = text.Length <= ShortText
            ? stackalloc char[ShortText]
            : rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            text.CopyTo(copy);
            return Divide(copy[..text.Length], tokens, words, out unknownCount);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>The same of a UTF-8 text; the places are in bytes.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    internal int Tokenize(ReadOnlySpan<byte> utf8Text, Span<Range> tokens, Span<int> words, out int unknownCount)
    {
        // No character takes fewer bytes than UTF-16 code units.
        char[]? rented = null;
        var text = utf8Text.Length <= ShortText
            ? stackalloc char[ShortText]
            : rented = ArrayPool<char>.Shared.Rent(utf8Text.Length);
        try
        {
            Utf8.ToUtf16(utf8Text, text, out _, out var length, replaceInvalidSequences: true);
            var count = Divide(text[..length], tokens, words, out unknownCount);
            Utf8Places.FromUtf16(utf8Text, length, tokens[..count]);
            return count;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Divides a text that does not change.</summary>
    [MethodImpl(HotPath.Compiled)]
    private int Divide(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> words, out int unknownCount)
    {
        var list = new TokenList(Vocabulary, text, tokens, words);
        var start = 0;
        while (start < text.Length)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (Vocabulary.TryGetIndex(text[start..end], out var index))
            {
                list.Add(start, end, index);
            }
            else if (Kind == TokenizerKind.WhiteSpace)
            {
                list.AddUnknown(start, end);
            }
            else
            {
                PunctuationRules.Divide(start, end, ref list);
            }

            start = end;
        }

        unknownCount = list.UnknownCount;
        return list.Count;
    }
}
