using System.Globalization;
using System.Text;

namespace FastElman.Validation;

/// <summary>
/// Makes text that comes from a file fit to stand in an error message: one line, no control characters, not endless.
/// </summary>
internal static class MessageText
{
    /// <summary>Longer texts are cut here: a hostile file must not fill a terminal or a log.</summary>
    private const int MaximumLength = 500;

    /// <summary>The text on one line, cut where it is too long; nothing for null.</summary>
    public static string Sanitize(string? text)
    {
        if (text is null)
        {
            return string.Empty;
        }

        var line = new StringBuilder(Math.Min(text.Length, MaximumLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > MaximumLength)
            {
                return line.Append('…').ToString();
            }

            line.Append(IsInvisible(rune) ? Rune.ReplacementChar : rune);
        }

        return line.ToString();
    }

    /// <summary>The message without the parameter of a method, which means nothing to who named the file.</summary>
    public static string Of(ArgumentException exception) =>
        exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal) is >= 0 and var parameter
            ? exception.Message[..parameter]
            : exception.Message;

    /// <summary>What breaks a line, rings a bell, or turns the direction of what follows.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
