using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FastElman.Text;

/// <summary>Which characters are punctuation to the tokenizer.</summary>
internal static class CharacterClass
{
    private const char FirstVariationSelector = '\uFE00';
    private const char LastVariationSelector = '\uFE0F';

    /// <summary>
    /// Whether a text begins with punctuation: of a Unicode category P or S, or invisible. Half a surrogate pair and
    /// U+FFFD, which stands for damage, are none.
    /// </summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="length">Code units of its first character, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWithPunctuation(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        var first = text[0];
        if (char.IsAscii(first))
        {
            return IsAsciiPunctuation(first);
        }

        Rune.DecodeFromUtf16(text, out var rune, out length);
        return IsPunctuation(rune);
    }

    /// <summary>Whether a text ends with punctuation.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="length">Code units of its last character, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EndsWithPunctuation(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        var last = text[^1];
        if (char.IsAscii(last))
        {
            return IsAsciiPunctuation(last);
        }

        Rune.DecodeLastFromUtf16(text, out var rune, out length);
        return IsPunctuation(rune);
    }

    private static bool IsAsciiPunctuation(char character) => character > ' ' && !char.IsAsciiLetterOrDigit(character)
        && character < '\u007F';

    private static bool IsPunctuation(Rune rune) =>
        rune != Rune.ReplacementChar
        && (Rune.IsPunctuation(rune)
            || Rune.IsSymbol(rune)
            || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
            || rune.Value is >= FirstVariationSelector and <= LastVariationSelector);
}
