using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Interop;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman convert</c>: between Theano's dumps and the runtime's file.</summary>
internal static class ConvertCommand
{
    private static readonly string[] DialectNames = ["rnnslu", "is13"];

    /// <summary>Endings that no folder has by intention: better to ask than to make a folder of that name.</summary>
    private static readonly string[] RefusedEndings = [".onnx", ".npy", ".pkl", ".gz", ".zip", ".pt", ".json", ".txt"];

    public static Command Create(StandardStreams streams)
    {
        var source = new Argument<string>("SOURCE") { Description = ModelSource.Description };
        var target = new Argument<string>("TARGET") { Description = "What to write: .safetensors, .npz, or a folder for .npy files." };
        var words = new Option<string>("--words") { HelpName = "FILE", Description = "The words of a dump, one a line, in the order of their indices." };
        var labels = new Option<string>("--labels") { HelpName = "FILE", Description = "The labels of a dump, one a line, in the order of their indices." };
        var vocabulary = new Option<string>("--vocabulary") { HelpName = "FOLD.pkl.gz", Description = "Words and labels from a fold pickle of the tutorial's." };
        var dialect = new Option<string>("--dialect")
        {
            HelpName = "rnnslu|is13",
            Description = "The names of the files in a dump that is written: the tutorial's (wx) or those of the older is13 code (Wx). Both are read.",
            DefaultValueFactory = _ => DialectNames[0],
        };
        dialect.AcceptOnlyFromAmong(DialectNames);

        var command = new Command("convert", "Converts a model between Theano's dumps and the runtime's file.")
        {
            source, target, words, labels, vocabulary, dialect,
        };
        command.SetAction(parsed =>
        {
            var (vocabularyOfDump, labelsOfDump) = ReadNames(
                parsed.GetValue(words), parsed.GetValue(labels), parsed.GetValue(vocabulary));
            var targetPath = RequireTarget(parsed.GetRequiredValue(target));
            var model = ModelSource.Open(parsed.GetRequiredValue(source), vocabularyOfDump, labelsOfDump);
            Write(model, targetPath, parsed.GetRequiredValue(dialect) == DialectNames[1] ? TheanoDialect.Is13 : TheanoDialect.Rnnslu);
            streams.Error.WriteLine($"wrote {targetPath}: {Summary(model)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static (Vocabulary? Vocabulary, LabelSet? Labels) ReadNames(string? words, string? labels, string? fold)
    {
        if (fold is null)
        {
            return (words is null ? null : NameList.ReadWords(words), labels is null ? null : NameList.ReadLabels(labels));
        }

        if (words is not null || labels is not null)
        {
            throw new UsageException("--vocabulary brings words and labels both: it does not go with --words or --labels");
        }

        var pickle = FoldPickle.Load(fold);
        return (pickle.Vocabulary, pickle.Labels);
    }

    private static string RequireTarget(string path) =>
        RefusedEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Directory.Exists(path)
            ? throw new UsageException($"{path}: a target is a .safetensors or .npz file or a folder")
            : path;

    private static void Write(ElmanModel model, string path, TheanoDialect dialect)
    {
        if (ModelSource.IsRuntimeFile(path))
        {
            model.Save(path);
        }
        else
        {
            TheanoDump.Save(model, path, dialect);
        }
    }

    private static string Summary(ElmanModel model)
    {
        var shape = model.Shape;
        var names = (model.Vocabulary, model.Labels) switch
        {
            ({ }, { }) => "with words and labels",
            ({ }, null) => "with words, without labels",
            (null, { }) => "without words, with labels",
            _ => "without words and labels",
        };
        return $"hidden {shape.HiddenSize}, labels {shape.LabelCount}, vocabulary {shape.VocabularySize}, "
            + $"embedding {shape.EmbeddingSize}, window {shape.WindowSize}, {names}";
    }
}
