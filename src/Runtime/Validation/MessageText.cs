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

    /// <summary>The text on one line, without its middle where it is too long; nothing for null.</summary>
    public static string Sanitize(string? text)
    {
        if (text is null)
        {
            return string.Empty;
        }

        // Cut in its middle: what is wrong with a long path stands behind it.
        if (text.Length > MaximumLength)
        {
            text = $"{Whole(text[..(MaximumLength / 2)])}…{Whole(text[^(MaximumLength / 2)..])}";
        }

        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(IsInvisible(rune) ? Rune.ReplacementChar : rune);
        }

        return line.ToString();
    }

    /// <summary>The message without the parameter of a method, which means nothing to who named the file.</summary>
    public static string Of(ArgumentException exception) =>
        exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal) is >= 0 and var parameter
            ? exception.Message[..parameter]
            : exception.Message;

    /// <summary>Without half a character at an end.</summary>
    private static string Whole(string part)
    {
        var start = char.IsLowSurrogate(part[0]) ? 1 : 0;
        var end = char.IsHighSurrogate(part[^1]) ? 1 : 0;
        return part[start..^end];
    }

    /// <summary>What breaks a line, rings a bell, or turns the direction of what follows.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
