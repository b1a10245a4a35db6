namespace FastElman.Cli.Terminal;

/// <summary>
/// Writes messages to a terminal: lines that are longer than the terminal is wide are divided between words, and
/// control characters are shown.
/// </summary>
/// <param name="terminal">The terminal.</param>
/// <param name="width">The columns of the terminal, which can change.</param>
internal sealed class FoldingWriter(TextWriter terminal, Func<int> width) : ShownWriter(terminal)
{
    public override void WriteLine(string? value)
    {
        foreach (var line in (value ?? string.Empty).Split('\n'))
        {
            base.WriteLine(LineFolding.Fold(ShownText.Escape(line), width()));
        }
    }
}
