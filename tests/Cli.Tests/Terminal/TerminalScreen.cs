namespace FastElman.Cli.Tests.Terminal;

/// <summary>
/// A terminal that knows carriage returns and line feeds, and goes on in a new line at its right end.
/// </summary>
internal static class TerminalScreen
{
    /// <summary>What is on the screen after all has been written, line by line without blanks at their ends.</summary>
    public static string[] Of(string written, int width)
    {
        var lines = new List<char[]> { NewLine(width) };
        var column = 0;
        foreach (var character in written)
        {
            if (character == '\r')
            {
                column = 0;
                continue;
            }

            if (character == '\n' || column == width)
            {
                lines.Add(NewLine(width));
                column = 0;
            }

            if (character != '\n')
            {
                lines[^1][column++] = character;
            }
        }

        return [.. lines.Select(line => new string(line).TrimEnd(' '))];
    }

    private static char[] NewLine(int width) => [.. Enumerable.Repeat(' ', width)];
}
