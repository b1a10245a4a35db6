namespace FastElman.Model;

/// <summary>
/// The rule of the tutorial's data for numbers: each ASCII digit of a word is written
/// <see cref="Vocabulary.DigitWord"/>.
/// </summary>
internal static class DigitRule
{
    /// <summary>The length of a word with its digits written so.</summary>
    public static long WrittenLength(ReadOnlySpan<char> word)
    {
        var length = (long)word.Length;
        foreach (var character in word)
        {
            length += char.IsAsciiDigit(character) ? Vocabulary.DigitWord.Length - 1 : 0;
        }

        return length;
    }

    /// <summary>
    /// Writes a word with its digits written so; <paramref name="written"/> has room for <see cref="WrittenLength"/>
    /// characters.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="written">Receives it.</param>
    /// <param name="lowerCase">Whether the rest of the word is put into lower case.</param>
    public static void Write(ReadOnlySpan<char> word, Span<char> written, bool lowerCase = false)
    {
        var length = 0;
        foreach (var character in word)
        {
            if (char.IsAsciiDigit(character))
            {
                Vocabulary.DigitWord.CopyTo(written[length..]);
                length += Vocabulary.DigitWord.Length;
            }
            else
            {
                written[length++] = lowerCase ? char.ToLowerInvariant(character) : character;
            }
        }
    }
}
