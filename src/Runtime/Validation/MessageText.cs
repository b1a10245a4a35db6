using System.Buffers;
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

    /// <summary>C0, DEL and C1; the separators of lines; embeddings, overrides and isolates of directions.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xFFFF).Select(code => (char)code).Where(
            character => char.IsControl(character)
                || character is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069')),
    ]);

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

    /// <summary>
    /// Text as it may be shown: control characters, ends of lines, and what turns the direction of the text are written
    /// as <c>\u001b</c>. All other text is itself.
    /// </summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Controls.Contains(character))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.ToString();
    }

    /// <summary>What breaks a line, rings a bell, or turns the direction of what follows.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
