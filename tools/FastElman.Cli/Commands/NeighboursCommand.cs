using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training.Backpropagation;
using FastElman.Training.Corpora;
using FastElman.Training.Embeddings;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman neighbours</c>: the words whose embeddings are nearest, as the tutorial's table shows them.
/// </summary>
internal static class NeighboursCommand
{
    /// <summary>Rows of the table.</summary>
    private const int Neighbours = 10;

    private const string Gap = "  ";

    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var words = new Argument<string[]>("WORD")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Words that the model knows.",
        };
        var command = new Command("neighbours", "Shows the words with the nearest embeddings, and their cosines.")
        {
            modelPath,
            words,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(modelPath);
            new CommandFiles(streams).ReadsModel(modelPath.Name, path).Require();
            var model = ModelSource.Open(path);
            var vocabulary = model.Vocabulary ?? throw new CommandFailedException(
                $"{path}: the model has no words: convert it with --words and --labels, or with --vocabulary");
            int[] indices = [.. parsed.GetRequiredValue(words).Select(word => IndexOf(word, vocabulary, path))];
            WriteTable(Columns(indices, vocabulary, new NearestWords(model.Parameters)), streams.Output);
            return ExitCode.Success;
        });
        return command;
    }

    private static int IndexOf(string word, Vocabulary vocabulary, string path) =>
        vocabulary.TryGetIndex(word, out var index)
            ? index
            : throw new CommandFailedException($"{path}: the model does not know the word \"{word}\"");

    /// <summary>The word itself on top, its neighbours below.</summary>
    private static string[][] Columns(int[] indices, Vocabulary vocabulary, NearestWords nearest) =>
        Array.ConvertAll(indices, index => (string[])
    [
        ShownText.Escape(vocabulary[index]),
        .. nearest.Of(index, Neighbours).Select(each =>
            string.Create(
                CultureInfo.InvariantCulture, $"{ShownText.Escape(vocabulary[each.Word])} {each.Cosine:F2}")),
    ]);

    private static void WriteTable(string[][] columns, TextWriter output)
    {
        var widths = Array.ConvertAll(columns, column => column.Max(cell => cell.Length));
        for (var row = 0; row < columns[0].Length; row++)
        {
            var cells = columns.Select((column, place) => column[row].PadRight(widths[place]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd(' '));
        }
    }
}
