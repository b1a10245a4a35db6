using FastElman.Cli.Terminal;
using Spectre.Console;

namespace FastElman.Cli.Demo;

/// <summary>A tagged sentence for people: the words in a row, their labels in the row below, in colour where there is colour.</summary>
internal static class LabelledRows
{
    private const int Indent = 2;
    private const int Gap = 2;
    private const int Width = 100;

    /// <summary>One colour a slot, the same wherever the slot comes up; all readable on dark and on light.</summary>
    private static readonly Color[] Palette = [Color.Green, Color.Blue, Color.Olive, Color.Purple, Color.Teal, Color.Maroon];

    public static void Write(IReadOnlyList<TaggedWord> sentence, LabelSet labels, StandardStreams streams)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(streams.Output),
            Ansi = streams.OutputIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        console.Profile.Width = int.MaxValue;
        foreach (var row in Rows(sentence))
        {
            WriteLine(console, row, word => (word.Word, Style(word, labels)));
            WriteLine(console, row, word => (word.Label == LabelSet.Outside ? string.Empty : word.Label, Style(word, labels)));
        }

        console.WriteLine();
    }

    /// <summary>As many words a row as fit.</summary>
    private static IEnumerable<List<TaggedWord>> Rows(IReadOnlyList<TaggedWord> sentence)
    {
        var row = new List<TaggedWord>();
        var width = Indent;
        foreach (var word in sentence)
        {
            if (row.Count > 0 && width + ColumnWidth(word) > Width)
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

    private static void WriteLine(IAnsiConsole console, List<TaggedWord> row, Func<TaggedWord, (string Text, Style Style)> cell)
    {
        console.Write(new string(' ', Indent));
        for (var i = 0; i < row.Count; i++)
        {
            var (text, style) = cell(row[i]);
            console.Write(new Text(text, style));
            if (i < row.Count - 1)
            {
                console.Write(new string(' ', ColumnWidth(row[i]) - text.Length));
            }
        }

        console.WriteLine();
    }

    private static Style Style(TaggedWord word, LabelSet labels)
    {
        if (word.Label == LabelSet.Outside || !labels.TryGetIndex($"B-{word.Label[2..]}", out var slot))
        {
            return Spectre.Console.Style.Plain;
        }

        return new Style(Palette[slot % Palette.Length], decoration: Decoration.Bold);
    }
}
