namespace FastElman.Cli.Terminal;

/// <summary>
/// A line at the end of a terminal that is written again and again. Every text covers the one before it with blanks,
/// and is followed by a carriage return: the terminal need not understand anything else.
/// </summary>
/// <param name="terminal">The terminal, which may not filter control characters.</param>
internal sealed class ReplacedLine(TextWriter terminal)
{
    private string _shown = string.Empty;

    /// <summary>Shows a text in place of the one before; nothing for an empty text.</summary>
    public void Show(string text)
    {
        if (text != _shown)
        {
            terminal.Write($"{text.PadRight(_shown.Length)}\r");
            _shown = text;
        }
    }
}
