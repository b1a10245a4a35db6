namespace FastElman.Training.Corpora;

/// <summary>
/// Text in CoNLL columns: a line for each word, its columns separated by tabs or spaces, and a blank line between
/// sentences. The word is in the first column and the label in the last, unless other columns are named. Lines that
/// begin with <c>-DOCSTART-</c> separate sentences as well and are skipped, as are comments before a sentence.
/// </summary>
internal static class ConllColumns
{
    /// <summary>How a line begins that separates sentences without being blank.</summary>
    public const string DocumentStart = "-DOCSTART-";

    private static readonly char[] Separators = [' ', '\t'];

    /// <summary>The labelled sentences of some lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="file">The file for messages, or null.</param>
    /// <param name="options">Which columns are read.</param>
    /// <param name="remarks">Receives what was left out, and what was assumed; null where nobody reads them.</param>
    /// <exception cref="CorpusFormatException">
    /// Rows differ in their number of columns, or the column of the labels has no labels.
    /// </exception>
    public static CorpusSentence[] ReadLabelled(
        IEnumerable<string> lines, string? file, CorpusLoadOptions options, List<string>? remarks = null)
    {
        var blocks = ReadBlocks(lines);
        var table = ColumnTable.Read(blocks, file, options, remarks ?? []);
        return [.. table.Sentences.Select(
            rows => new CorpusSentence(rows.Select(table.WordOf), rows.Select(table.LabelOf), file, rows[0].Line))];
    }

    /// <summary>
    /// The words of each sentence with their lines, whatever columns follow: the input of a tagger. Lines are read on
    /// demand.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="commentFound">Called at the first comment that is left out; null where nobody listens.</param>
    /// <param name="before">What of the text stands before the lines; null for nothing.</param>
    public static IEnumerable<List<ColumnLine>> ReadWords(
        IEnumerable<string> lines, Action? commentFound = null, TextPlace? before = null)
    {
        var place = before ?? TextPlace.Beginning;
        var comments = new CommentRule(place.Columns);
        foreach (var block in ReadBlocks(lines, place.LineCount))
        {
            var commentCount = comments.CountIn(block);
            if (commentCount > 0)
            {
                commentFound?.Invoke();
                commentFound = null;
            }

            if (commentCount < block.Count)
            {
                yield return block.ConvertAll(row => row with { Text = FirstCell(row.Text) })[commentCount..];
            }
        }
    }

    /// <summary>Whether a line stands between sentences.</summary>
    public static bool IsSeparator(ReadOnlySpan<char> line) =>
        line.TrimStart(Separators) is var text
        && (text.IsEmpty || text.StartsWith(DocumentStart, StringComparison.Ordinal));

    private static string FirstCell(string row)
    {
        var cell = row.AsSpan().TrimStart(Separators);
        var end = cell.IndexOfAny(Separators);
        return (end < 0 ? cell : cell[..end]).ToString();
    }

    /// <summary>The lines between blank lines, each with its number.</summary>
    private static IEnumerable<List<ColumnLine>> ReadBlocks(IEnumerable<string> lines, long linesBefore = 0)
    {
        var block = new List<ColumnLine>();
        var number = linesBefore;
        foreach (var line in lines)
        {
            number++;
            if (!IsSeparator(line))
            {
                block.Add(new ColumnLine(number, line));
            }
            else if (block.Count > 0)
            {
                yield return block;
                block = [];
            }
        }

        if (block.Count > 0)
        {
            yield return block;
        }
    }
}
