using System.Globalization;
using System.Text;

namespace FastElman.Fuzz.Targets;

/// <summary>What every message about bad input has to be, whatever the input was.</summary>
internal static class RefusalMessage
{
    /// <summary>Three texts of the input, each cut by the reader, and what stands around them.</summary>
    private const int LongestMessage = 3000;

    /// <summary>Why a message is not fit to be shown; null if it is.</summary>
    public static string? Problem(Exception exception)
    {
        var message = exception.Message;
        return string.IsNullOrWhiteSpace(message) ? "the message is empty"
            : message.Length > LongestMessage ? $"the message has {message.Length} characters"
            : !IsOneLine(message) ? "the message has control characters, line breaks or marks of direction"
            : message.Contains("expected nothing", StringComparison.Ordinal) ? "nothing of what was expected is said"
            : null;
    }

    /// <summary>Whether a text is shown on one line of a terminal and does nothing else there.</summary>
    public static bool IsOneLine(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
