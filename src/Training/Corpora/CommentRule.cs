using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training.Corpora;

/// <summary>
/// Tells comments from words where a sentence is answered before the next is read, so that nothing is known of the
/// sentences that follow. Lines that begin with # before a sentence are comments where they have other columns than its
/// words, or where only the words end with a label.
/// </summary>
/// <param name="width">Columns of the sentence before; 1 at the beginning of a text.</param>
internal sealed class CommentRule(int width = 1)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Columns of the last sentence.</summary>
    private int _width = width;

    /// <summary>The lines at the beginning of a block that are comments.</summary>
    /// <param name="block">The lines between two blank lines, at least one.</param>
    public int CountIn(List<ColumnLine> block)
    {
        if (!block[0].MayBeComment)
        {
            _width = Cells(block[0]).Length;
            return 0;
        }

        var first = block.FindIndex(line => !line.MayBeComment);
        var row = first < 0 ? [] : Cells(block[first]);
        _width = first < 0 ? _width : row.Length;
        var hasLabels = row.Length > 1 && SchemeLabel.IsLabel(row[^1]);
        var count = block.FindIndex(
            line => !line.MayBeComment
                || (Cells(line) is var cells
                    && cells.Length == _width && (!hasLabels || SchemeLabel.IsLabel(cells[^1]))));
        return count < 0 ? block.Count : count;
    }

    /// <summary>The columns of a line.</summary>
    public static int WidthOf(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Length;

    private static string[] Cells(ColumnLine line) => line.Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
}
