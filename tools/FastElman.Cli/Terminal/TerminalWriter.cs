using System.Text;

namespace FastElman.Cli.Terminal;

/// <summary>
/// Writes to a terminal, which must not obey what stands in a file: control characters other than line feeds and tabs
/// are shown as <c>\u001b</c>.
/// </summary>
internal class TerminalWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.IndexOfAny('\n', '\t') is var end && end >= 0)
        {
            terminal.Write(ShownText.Escape(buffer[..end].ToString()));
            terminal.Write(buffer[end]);
            buffer = buffer[(end + 1)..];
        }

        terminal.Write(ShownText.Escape(buffer.ToString()));
    }

    public override void Flush() => terminal.Flush();
}
