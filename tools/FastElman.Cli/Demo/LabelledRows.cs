using FastElman.Cli.Terminal;

namespace FastElman.Cli.Demo;

/// <summary>
/// Prints a tagged sentence: the words in a row, their labels in the row below, in colour on a terminal.
/// </summary>
internal sealed class LabelledRows(StandardStreams streams)
{
    private const int Indent = 2;
    private const int Gap = 2;
    private const int WidestRow = 100;

    private readonly SlotColours _colours = new(streams.OutputHasColours);
    private readonly int _width = streams.OutputIsTerminal ? Math.Min(WidestRow, streams.Width) : WidestRow;

    public void Write(IReadOnlyList<TaggedWord> sentence)
    {
        foreach (var row in Rows(sentence))
        {
            WriteLine(row, word => word.Word);
            WriteLine(row, LabelOf);
        }

        streams.RawOutput.WriteLine();
    }

    /// <summary>The words in rows of at most so many characters as fit into a line.</summary>
    private IEnumerable<List<TaggedWord>> Rows(IReadOnlyList<TaggedWord> sentence)
    {
        var row = new List<TaggedWord>();
        var width = Indent;
        foreach (var word in sentence)
        {
            if (row.Count > 0 && width + ColumnWidth(word) > _width)
            {
                yield return row;
                row = [];
                width = Indent;
            }

            row.Add(word);
            width += ColumnWidth(word) + Gap;
        }

        yield return row;
    }

    private static int ColumnWidth(TaggedWord word) => Math.Max(word.Word.Length, LabelOf(word).Length);

    private static string LabelOf(TaggedWord word) =>
        word.Label == LabelSet.Outside ? string.Empty : word.Label;

    /// <summary>Writes cells in columns, without blanks at the end of the line.</summary>
    private void WriteLine(List<TaggedWord> row, Func<TaggedWord, string> cell)
    {
        var output = streams.RawOutput;
        var blanks = Indent;
        foreach (var word in row)
        {
            var text = cell(word);
            if (text.Length > 0)
            {
                output.Write(new string(' ', blanks));
                output.Write(_colours.Paint(text, word.Label));
                blanks = 0;
            }

            blanks += ColumnWidth(word) - text.Length + Gap;
        }

        output.WriteLine();
    }
}
