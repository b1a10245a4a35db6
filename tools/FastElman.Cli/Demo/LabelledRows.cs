using FastElman.Cli.Terminal;
using Spectre.Console;

namespace FastElman.Cli.Demo;

/// <summary>
/// Prints a tagged sentence: the words in a row, their labels in the row below, in colour on a terminal.
/// </summary>
internal sealed class LabelledRows
{
    private const int Indent = 2;
    private const int Gap = 2;
    private const int WidestRow = 100;

    /// <summary>Colours that are readable on dark and on light backgrounds.</summary>
    private static readonly Color[] Palette = [
        Color.Green, Color.Blue, Color.Olive, Color.Purple, Color.Teal, Color.Maroon,
    ];

    /// <summary>The colour of each slot: the next of the palette when it first appears.</summary>
    private readonly Dictionary<string, Color> _colours = new(StringComparer.Ordinal);

    private readonly IAnsiConsole _console;
    private readonly int _width;

    public LabelledRows(StandardStreams streams)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(streams.RawOutput),
            Ansi = streams.OutputIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        _width = streams.OutputIsTerminal
            ? Math.Min(WidestRow, LineFolding.TerminalWidth)
            : WidestRow;
        _console.Profile.Width = int.MaxValue;
    }

    public void Write(IReadOnlyList<TaggedWord> sentence)
    {
        foreach (var row in Rows(sentence))
        {
            WriteLine(row, word => word.Word);
            WriteLine(row, word => word.Label == LabelSet.Outside ? string.Empty : word.Label);
        }

        _console.WriteLine();
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
            width += ColumnWidth(word);
        }

        yield return row;
    }

    private static int ColumnWidth(TaggedWord word) =>
        Gap + Math.Max(word.Word.Length, word.Label == LabelSet.Outside ? 0 : word.Label.Length);

    private void WriteLine(List<TaggedWord> row, Func<TaggedWord, string> cell)
    {
        _console.Write(new string(' ', Indent));
        for (var i = 0; i < row.Count; i++)
        {
            var text = cell(row[i]);
            _console.Write(new Spectre.Console.Text(text, StyleOf(row[i])));
            if (i < row.Count - 1)
            {
                _console.Write(new string(' ', ColumnWidth(row[i]) - text.Length));
            }
        }

        _console.WriteLine();
    }

    private Style StyleOf(TaggedWord word)
    {
        if (word.Label == LabelSet.Outside)
        {
            return Style.Plain;
        }

        var slot = word.Label[(word.Label.IndexOf('-', StringComparison.Ordinal) + 1)..];
        if (!_colours.TryGetValue(slot, out var colour))
        {
            colour = Palette[_colours.Count % Palette.Length];
            _colours.Add(slot, colour);
        }

        return new Style(colour, decoration: Decoration.Bold);
    }
}
