using System.Text;

namespace FastElman.Cli.Terminal;

/// <summary>
/// Writes what is to be seen, on a terminal or by whoever reads a pipe or a log later: control characters other than
/// line feeds and tabs are shown as <c>\u001b</c> (<see cref="ShownText"/>), because they may come from a file.
/// </summary>
internal class ShownWriter(TextWriter target) : TextWriter
{
    public override Encoding Encoding => target.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <summary>A line is written as a whole, so that those of several processes do not mix.</summary>
    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var shown = new StringBuilder(buffer.Length);
        while (buffer.IndexOfAny('\n', '\t') is var end && end >= 0)
        {
            shown.Append(ShownText.Escape(buffer[..end].ToString())).Append(buffer[end]);
            buffer = buffer[(end + 1)..];
        }

        target.Write(shown.Append(ShownText.Escape(buffer.ToString())).ToString());
    }

    public override void Flush() => target.Flush();
}
