namespace FastElman.Cli.Terminal;

/// <summary>A table of tab-separated values with its columns aligned, for a terminal.</summary>
internal static class AlignedTable
{
    private const string Nothing = "-";
    private const char WordSeparator = '_';

    /// <summary>The least room for the cells of a column that are divided.</summary>
    private const int NarrowestColumn = 10;

    /// <summary>
    /// The lines with blanks in place of the tabs, each column as wide as its widest cell. Headings stand word below
    /// word, columns without a value are left out, and columns are two blanks apart where that fits, else one. Where
    /// that is not enough, the cells of the widest column are divided between words.
    /// </summary>
    /// <param name="tabSeparated">The headings, then the rows; lines end with a line feed.</param>
    /// <param name="width">Characters in a line of the terminal.</param>
    public static string Of(string tabSeparated, int width)
    {
        string[][] rows =
        [
            .. tabSeparated.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t')),
        ];
        if (rows is not [var headings, .. var values])
        {
            return string.Empty;
        }

        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(i => values.Any(row => row[i] != Nothing))];
        var words = Array.ConvertAll(columns, i => headings[i].Split(WordSeparator));
        var height = words.Max(each => (int?)each.Length) ?? 0;
        var lines = Enumerable.Range(0, height)
            .Select(line => Array.ConvertAll(words, each => each.ElementAtOrDefault(line - height + each.Length) ?? ""))
            .Concat(values.Select(row => Array.ConvertAll(columns, i => row[i])))
            .ToArray();
        var widths = Widths(lines, columns.Length);
        if (widths.Sum() + widths.Length - 1 - width is > 0 and var excess)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            var room = Math.Max(NarrowestColumn, widths[widest] - excess);
            lines = [.. lines.SelectMany(line => Divided(line, widest, room))];
            widths = Widths(lines, columns.Length);
        }

        var gap = widths.Sum() + (2 * (widths.Length - 1)) <= width ? "  " : " ";
        return string.Concat(lines.Select(line =>
            string.Join(gap, line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd(' ') + "\n"));
    }

    private static int[] Widths(string[][] lines, int columnCount) =>
        [.. Enumerable.Range(0, columnCount).Select(i => lines.Max(line => line[i].Length))];

    /// <summary>A line, and lines below it with what one of its cells has no room for.</summary>
    private static IEnumerable<string[]> Divided(string[] line, int column, int width) =>
        LineFolding.Fold(line[column], width).Split('\n').Select((piece, index) =>
        {
            string[] divided = index == 0 ? [.. line] : [.. Enumerable.Repeat(string.Empty, line.Length)];
            divided[column] = piece;
            return divided;
        });
}
