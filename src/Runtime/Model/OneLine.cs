using System.Text;

namespace FastElman;

/// <summary>Makes text that comes from a file fit to stand in an error message: one line, no control characters, not endless.</summary>
internal static class OneLine
{
    /// <summary>Longer texts are cut here: a hostile file must not fill a terminal or a log.</summary>
    private const int MaximumLength = 500;

    public static string Of(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaximumLength) + 1);
        foreach (var character in text.Length <= MaximumLength ? text : text.AsSpan(0, MaximumLength))
        {
            line.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character);
        }

        return text.Length <= MaximumLength ? line.ToString() : line.Append('…').ToString();
    }
}
