using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastElman.Cli.Terminal;

/// <summary>Text out of files as it may be shown: it must neither steer a terminal nor break a line.</summary>
internal static class ShownText
{
    /// <summary>
    /// C0, DEL and C1; the separators of lines; marks, embeddings, overrides and isolates of directions; what no reader
    /// sees. The joiners of Indic scripts and of emoji stay.
    /// </summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create(
    [
        .. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(
            character => char.IsControl(character)
                || character is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u206F')
                    or '\u061C' or '\u200B' or '\u200E' or '\u200F' or (>= '\u2060' and <= '\u2064')
                    or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB')),
    ]);

    /// <summary>
    /// Writes control characters, ends of lines, and what turns the direction of the text as <c>\u001b</c>. All other
    /// text is itself.
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
}
