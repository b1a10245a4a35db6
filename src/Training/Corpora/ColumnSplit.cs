using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training.Corpora;

/// <summary>
/// How lines are split into columns: at spaces and tabs, or, where that gives rows of different lengths, at tabs alone,
/// so that words may have spaces.
/// </summary>
internal sealed class ColumnSplit
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Delimiters of other programs: those of CSV files, and blanks that look like others.</summary>
    private static readonly List<string> OtherDelimiters =
        [",", ";", "|", "\u00A0", "\u2003", "\u3000", "###", "/", ":"];

    private readonly bool _atTabs;

    private ColumnSplit(bool atTabs, int width, bool allowsOtherWidths)
    {
        _atTabs = atTabs;
        Width = width;
        AllowsOtherWidths = allowsOtherWidths;
    }

    /// <summary>The columns that most rows have.</summary>
    public int Width { get; }

    /// <summary>Whether rows may have other numbers of columns, because the columns to read are named.</summary>
    public bool AllowsOtherWidths { get; }

    /// <summary>Finds the split of all lines that cannot be comments.</summary>
    /// <param name="blocks">The lines.</param>
    /// <param name="isNamed">Whether the columns to read are named.</param>
    public static ColumnSplit Find(List<List<ColumnLine>> blocks, bool isNamed)
    {
        List<string> lines =
        [
            .. blocks.SelectMany(block => block.SkipWhile(line => line.MayBeComment)).Select(line => line.Text),
        ];
        var (width, isSame) = WidthOf(lines, atTabs: false);
        if (!isSame)
        {
            var atTabs = WidthOf(lines, atTabs: true);
            if (atTabs.IsSame && atTabs.Width > 1)
            {
                return new ColumnSplit(atTabs: true, atTabs.Width, isNamed);
            }
        }

        return new ColumnSplit(atTabs: false, width, isNamed);
    }

    /// <summary>The cells of a line.</summary>
    public string[] Cells(string line) => Cells(line, _atTabs);

    /// <summary>
    /// Whether a line before a sentence that begins with # is a comment: its columns are not those of a word, or the
    /// last of them is not a label.
    /// </summary>
    public bool IsComment(ColumnLine line)
    {
        var cells = Cells(line.Text);
        return cells.Length != Width || !SchemeLabel.IsLabel(cells[^1]);
    }

    /// <summary>
    /// What divides a row that has no tabs and blanks but ends with a label, as it may be shown; null where nothing
    /// does.
    /// </summary>
    public static string? FindOtherDelimiter(string row) => OtherDelimiters.Find(
        delimiter => row.Split(delimiter) is { Length: > 1 } cells && SchemeLabel.IsLabel(cells[^1].Trim('"')))
        is { } found
            ? found is [> '\u007F' and var blank] ? $"U+{(int)blank:X4}" : $"\"{found}\""
            : null;

    private static (int Width, bool IsSame) WidthOf(List<string> lines, bool atTabs)
    {
        // A line of one column may be an intent, which does not make the rows differ.
        var widths = lines.Select(line => Cells(line, atTabs).Length).Where(width => width > 1)
            .GroupBy(width => width).OrderByDescending(group => group.Count()).Select(group => group.Key).ToArray();
        return (widths.Length == 0 ? 1 : widths[0], widths.Length <= 1);
    }

    private static string[] Cells(string line, bool atTabs) => atTabs
        ? line.Split('\t', StringSplitOptions.TrimEntries)
        : line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
}
