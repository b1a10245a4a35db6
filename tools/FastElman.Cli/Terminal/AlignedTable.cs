namespace FastElman.Cli.Terminal;

/// <summary>A table of tab-separated values with its columns aligned, for a terminal.</summary>
internal static class AlignedTable
{
    private const string Gap = "  ";

    /// <summary>The lines with blanks in place of the tabs, each column as wide as its widest cell.</summary>
    public static string Of(string tabSeparated)
    {
        string[][] rows =
        [
            .. tabSeparated.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t')),
        ];
        var widths = new int[rows.Max(row => (int?)row.Length) ?? 0];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        return string.Concat(rows.Select(row =>
            string.Join(Gap, row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd(' ') + "\n"));
    }
}
