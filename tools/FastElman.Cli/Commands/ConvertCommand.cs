using System.CommandLine;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman convert</c>: between the runtime's file, Theano's dumps, PyTorch's state dicts and ONNX.
/// </summary>
internal static class ConvertCommand
{
    private static readonly string[] DialectNames = ["rnnslu", "is13"];
    private static readonly string[] FormatNames = ["fastelman", "pytorch"];

    public static Command Create(StandardStreams streams)
    {
        var source = new Argument<string>("SOURCE") { Description = ModelSource.Description };
        var target = new Argument<string>("TARGET")
        {
            Description = "What to write: .safetensors, .npz, .onnx, or a folder for .npy files.",
        };
        var words = new Option<string>("--words")
        {
            HelpName = "FILE",
            Description = "The words of a dump, one a line, in the order of their indices.",
        };
        var labels = new Option<string>("--labels")
        {
            HelpName = "FILE",
            Description = "The labels of a dump, one a line, in the order of their indices.",
        };
        var vocabulary = new Option<string>("--vocabulary")
        {
            HelpName = "FOLD.pkl.gz",
            Description = "Words and labels from a fold pickle of the tutorial's.",
        };
        var dialect = new Option<string>("--dialect")
        {
            Description =
                "The names of the files in a dump that is written: the tutorial's (wx) or those of the older is13 code "
                    + "(Wx). Both are read.",
            DefaultValueFactory = _ => DialectNames[0],
        };
        dialect.AcceptsOneOf(DialectNames);
        var format = new Option<string?>("--format")
        {
            Description = "What a .safetensors file is that is written: the runtime's own, or the state dict of a "
                + "PyTorch module.",
        };
        format.AcceptsOneOfOrNone(FormatNames);
        var emitPython = new Option<bool>("--emit-python")
        {
            Description = "Writes a state dict, and prints the source of the PyTorch module that it belongs to.",
        };
        var subwords = new Option<string?>("--subwords")
        {
            Description = "How the runtime's own file holds vectors of subwords: float16 takes half the bytes and "
                + "rounds them. Without it they stay as they are.",
        };
        subwords.AcceptsOneOfOrNone([.. VariantNames.SubwordPrecisions.All]);
        var module = new ModuleOptions();
        var graph = new GraphOptions();
        var dropNames = new Option<bool>("--drop-names")
        {
            Description = "Writes a dump although words, labels, decoding, tokenizer or temperature of the model "
                + "are lost in it.",
        };

        var command = new Command(
            "convert", "Converts a model between the runtime's file, Theano's dumps, PyTorch's state dicts and ONNX.")
        {
            source, target, words, labels, vocabulary, dialect, dropNames, format, emitPython, subwords,
        };
        module.AddTo(command);
        graph.AddTo(command);
        command.SetAction(parsed =>
        {
            var emits = parsed.GetValue(emitPython);
            if (emits && parsed.GetValue(format) == FormatNames[0])
            {
                throw new UsageException($"{emitPython.Name} is about a state dict: it needs {format.Name} pytorch");
            }

            var convertTo = new ConversionTarget(
                parsed.GetRequiredValue(target),
                parsed.GetRequiredValue(dialect) == DialectNames[1] ? TheanoDialect.Is13 : TheanoDialect.Rnnslu,
                emits || parsed.GetValue(format) == FormatNames[1],
                graph.Read(parsed),
                parsed.GetValue(subwords) is { } name ? VariantNames.SubwordPrecisions.Find(name) : null);
            var moduleOptions = module.Read(parsed);
            var files = new CommandFiles(streams)
                .ReadsModel(source.Name, parsed.GetRequiredValue(source))
                .Reads(words.Name, parsed.GetValue(words))
                .Reads(labels.Name, parsed.GetValue(labels))
                .Reads(vocabulary.Name, parsed.GetValue(vocabulary));
            convertTo.AddTo(files, target.Name).Require();
            var names = ReadNames(parsed.GetValue(words), parsed.GetValue(labels), parsed.GetValue(vocabulary));
            var path = parsed.GetRequiredValue(source);
            var model = convertTo.Prepare(
                ModelSource.Open(path, names.Vocabulary, names.Labels, moduleOptions), path);
            if (!parsed.GetValue(dropNames))
            {
                convertTo.RequireLossless(model);
            }

            convertTo.Write(model);
            streams.Error.WriteLine($"wrote {ShownText.Escape(convertTo.Path)}: {convertTo.Summary(model)}");
            if (moduleOptions?.Activation is null
                && ModelSource.FormOf(path, isNamed: moduleOptions is not null) == ModelForm.StateDict
                && !PyTorchModule.SaysItsNetwork(path))
            {
                streams.Error.WriteLine(
                    "note: a state dict does not say its nonlinearity: tanh is assumed, --activation names another");
            }

            foreach (var loss in convertTo.NotInTheFile(model))
            {
                streams.Error.WriteLine($"note: {loss}");
            }

            if (emits)
            {
                streams.Output.Write(PyTorchModule.GetSource(model));
            }

            if (model.Vocabulary is { } vocabularyOfModel && NameList.FindProblem(vocabularyOfModel) is { } problem)
            {
                streams.Error.WriteLine($"note: {problem}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static (Vocabulary? Vocabulary, LabelSet? Labels) ReadNames(string? words, string? labels, string? fold)
    {
        if (fold is null)
        {
            return (
                words is null ? null : NameList.ReadWords(words),
                labels is null ? null : NameList.ReadLabels(labels));
        }

        if (words is not null || labels is not null)
        {
            throw new UsageException(
                "--vocabulary brings words and labels both: it does not go with --words or --labels");
        }

        var pickle = FoldPickle.Load(fold);
        return (pickle.Vocabulary, pickle.Labels);
    }
}
