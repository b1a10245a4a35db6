using System.Globalization;

namespace FastElman.Cli.Terminal;

/// <summary>
/// The line that shows how far work is: a bar, per cent, and as much of a note as the terminal has room for.
/// </summary>
internal static class ProgressBar
{
    private const int ShortestBar = 10, LongestBar = 30;
    private const string NoteSeparator = ", ";

    /// <summary>The line, in ASCII, so that every character takes one column of every terminal.</summary>
    /// <param name="description">What is done.</param>
    /// <param name="note">Parts with commas between them, the most important first; null for none.</param>
    /// <param name="fraction">The part that is done, 0 to 1.</param>
    /// <param name="width">The columns of the terminal. The last stays free: some terminals begin a line there.</param>
    public static string Of(string description, string? note, double fraction, int width)
    {
        var done = fraction > 0 ? Math.Min(fraction, 1) : 0;
        var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * done),3} %");
        var room = width - 1;
        var bare = $"{description} {percent}";
        var withoutBar = bare.Length + " []".Length;
        if (withoutBar + ShortestBar > room)
        {
            return bare.Length <= room ? bare : percent.Length <= room ? percent : string.Empty;
        }

        var text = Fitting(note, room - withoutBar - ShortestBar);
        var length = room - withoutBar - text.Length >= LongestBar ? LongestBar : ShortestBar;
        var full = (int)(length * done);
        return $"{description} [{new string('#', full)}{new string('.', length - full)}] {percent}{text}";
    }

    /// <summary>Two blanks and as many parts of a note as there is room for; nothing where there is none.</summary>
    private static string Fitting(string? note, int room)
    {
        var text = note is null ? string.Empty : $"  {note}";
        while (text.Length > room)
        {
            text = text[..Math.Max(0, text.LastIndexOf(NoteSeparator, StringComparison.Ordinal))];
        }

        return text;
    }
}
