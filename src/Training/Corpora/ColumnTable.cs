using System.Buffers;
using System.Globalization;
using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training.Corpora;

/// <summary>
/// Sentences in columns: how lines are split, which lines are no words (comments, intents), and which columns have the
/// words and the labels.
/// </summary>
internal sealed class ColumnTable
{
    /// <summary>A column has labels where this part of its cells are labels of an IOB scheme.</summary>
    private const double LeastLabels = 0.5;

    /// <summary>
    /// CoNLL-U's number of a row for several words, such as 3-4, or for an unwritten one, such as 5.1.
    /// </summary>
    private static readonly SearchValues<char> Range = SearchValues.Create("0123456789-.");

    private readonly string? _file;
    private readonly CorpusLoadOptions _options;
    private readonly List<string> _remarks;
    private int _word;
    private int _label = -1;

    private ColumnTable(string? file, CorpusLoadOptions options, List<string> remarks)
    {
        _file = file;
        _options = options;
        _remarks = remarks;
    }

    /// <summary>The rows of each sentence, at least one.</summary>
    public List<List<ColumnRow>> Sentences { get; private set; } = [];

    /// <summary>Reads blocks of lines between blank lines.</summary>
    public static ColumnTable Read(
        IEnumerable<List<ColumnLine>> blocks, string? file, CorpusLoadOptions options, List<string> remarks)
    {
        var table = new ColumnTable(file, options, remarks);
        List<List<ColumnLine>> all = [.. blocks];
        var columns = ColumnSplit.Find(all, options.WordColumn is not null || options.LabelColumn is not null);
        table.Sentences = table.Split(all, columns);
        table.RemoveIntents(columns);
        table.RequireSameWidth(columns);
        table.ChooseColumns();
        table.RequireText();
        return table;
    }

    public string WordOf(ColumnRow row) => CellOf(row, _word);

    public string LabelOf(ColumnRow row) => CellOf(row, _label);

    private List<List<ColumnRow>> Split(List<List<ColumnLine>> blocks, ColumnSplit split)
    {
        var sentences = new List<List<ColumnRow>>(blocks.Count);
        var comments = 0;
        foreach (var block in blocks)
        {
            var first = 0;
            while (first < block.Count && block[first].MayBeComment && split.IsComment(block[first]))
            {
                first++;
            }

            comments += first;
            if (first < block.Count)
            {
                sentences.Add([.. block.Skip(first).Select(line => new ColumnRow(line.Line, split.Cells(line.Text)))]);
            }
        }

        if (comments > 0)
        {
            _remarks.Add($"{comments} comment lines are left out");
        }

        return sentences;
    }

    /// <summary>Stack-Propagation, MixATIS and others end each sentence with a line of its intent alone.</summary>
    private void RemoveIntents(ColumnSplit split)
    {
        if (Sentences.Count < 2 || split.Width < 2
            || !Sentences.TrueForAll(sentence => sentence.Count > 1 && sentence[^1].Cells.Length == 1)
            || Sentences.Any(sentence => sentence.SkipLast(1).Any(row => row.Cells.Length == 1)))
        {
            return;
        }

        Sentences.ForEach(sentence => sentence.RemoveAt(sentence.Count - 1));
        _remarks.Add("every sentence ends with a line of one column, its intent, which is left out");
    }

    private void RequireSameWidth(ColumnSplit split)
    {
        var reaches = Math.Max(LeastWidth(_options.WordColumn), LeastWidth(_options.LabelColumn));
        foreach (var row in Sentences.SelectMany(sentence => sentence))
        {
            if (row.Cells.Length == 1 && reaches <= 2 && _options.LabelColumn is null)
            {
                throw new CorpusFormatException(
                    ColumnSplit.FindOtherDelimiter(row.Cells[0]) is { } delimiter
                        ? $"the word has no label: {delimiter} seems to divide the columns; put tabs instead"
                        : "the word has no label",
                    _file,
                    row.Line,
                    expected: "a word and a label",
                    found: $"one column, \"{row.Cells[0]}\"");
            }

            if (split.AllowsOtherWidths ? row.Cells.Length < reaches : row.Cells.Length != split.Width)
            {
                throw new CorpusFormatException(
                    split.AllowsOtherWidths
                        ? "the row has too few columns"
                        : "the rows differ in their number of columns; --columns 1,-1 takes the first and the last of "
                            + "each",
                    _file,
                    row.Line,
                    $"{(split.AllowsOtherWidths ? reaches : split.Width)} columns",
                    $"{row.Cells.Length}");
            }
        }
    }

    private void ChooseColumns()
    {
        _word = IndexOf(_options.WordColumn ?? 1);
        _label = IndexOf(_options.LabelColumn ?? -1);
        if (_options.WordColumn is null && IsNumbered())
        {
            _word = 1;
            _remarks.Add("the first column numbers the words of each sentence: words are taken from the second");

            // CoNLL-U gives words that are written together, and words that are not written, rows of their own.
            Sentences.ForEach(sentence => sentence.RemoveAll(row => !IsNumber(row.Cells[0])));
        }

        if (_options.LabelColumn is null)
        {
            RequireLabels();
        }
    }

    /// <summary>Whether the first column counts the words of each sentence, from 0 or 1 on.</summary>
    private bool IsNumbered() =>
        Sentences.Count > 0
        && Sentences.TrueForAll(sentence =>
        {
            var expected = -1L;
            var count = 0;
            foreach (var row in sentence)
            {
                if (row.Cells.Length < 3)
                {
                    return false;
                }

                if (!long.TryParse(row.Cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    if (row.Cells[0] is not [>= '0' and <= '9', ..] || row.Cells[0].AsSpan().ContainsAnyExcept(Range))
                    {
                        return false;
                    }

                    continue;
                }

                if (count == 0 ? number > 1 : number != expected)
                {
                    return false;
                }

                expected = number + 1;
                count++;
            }

            return count > 0;
        });

    private void RequireLabels()
    {
        List<ColumnRow> rows = [.. Sentences.SelectMany(sentence => sentence)];
        if (rows.Count == 0 || PartOfLabels(rows, _label) >= LeastLabels)
        {
            return;
        }

        var width = rows[0].Cells.Length;
        var other = Enumerable.Range(1, width).LastOrDefault(column => PartOfLabels(rows, column - 1) > LeastLabels);
        var word = other == 1 ? 2 : _word + 1;
        var advice = other > 0
            ? $"column {other} has: --columns {word},{other}"
            : "name the columns of word and label: --columns WORD,LABEL, such as 1,-1 to take the last as it is";
        throw new CorpusFormatException(
            $"the last column has no labels such as B-x, I-x and O; {advice}",
            _file,
            rows[0].Line,
            found: $"\"{LabelOf(rows[0])}\"");
    }

    /// <summary>A cell between two tabs may be empty, but not that of a word or of a label.</summary>
    private void RequireText()
    {
        foreach (var row in Sentences.SelectMany(sentence => sentence))
        {
            var (missing, column) = WordOf(row).Length == 0 ? ("word", _word)
                : LabelOf(row).Length == 0 ? ("label", _label)
                : (null, 0);
            if (missing is not null)
            {
                throw new CorpusFormatException(
                    $"the row has no {missing}",
                    _file,
                    row.Line,
                    $"a {missing} in column {(column < 0 ? row.Cells.Length + column : column) + 1}",
                    "an empty cell");
            }
        }
    }

    private static double PartOfLabels(List<ColumnRow> rows, int column) =>
        rows.Count(row => SchemeLabel.IsLabel(CellOf(row, column))) / (double)rows.Count;

    private static bool IsNumber(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// From a column as people count, from 1 or from −1, to an index, which may count from the end too.
    /// </summary>
    private static int IndexOf(int column) => column > 0 ? column - 1 : column;

    private static int LeastWidth(int? column) => column is { } given ? Math.Abs(given) : 1;

    private static string CellOf(ColumnRow row, int column) =>
        column >= 0 ? row.Cells[column] : row.Cells[row.Cells.Length + column];
}
