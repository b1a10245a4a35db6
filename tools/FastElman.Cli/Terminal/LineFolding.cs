namespace FastElman.Cli.Terminal;

/// <summary>Divides lines that are too long for a terminal between words, so that the terminal breaks none.</summary>
internal static class LineFolding
{
    private const string Indent = "  ";

    /// <summary>A line in pieces of at most a width, those after the first indented.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">Characters in a line of the terminal. A longer word stays whole.</param>
    public static string Fold(string line, int width)
    {
        var pieces = new List<string>();
        while (line.Length > width)
        {
            var end = line.LastIndexOf(' ', width);
            if (end <= Indent.Length)
            {
                break;
            }

            pieces.Add(line[..end]);
            line = Indent + line[(end + 1)..];
        }

        return string.Join('\n', [.. pieces, line]);
    }
}
