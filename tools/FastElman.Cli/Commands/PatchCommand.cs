using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman patch</c>: adds words to the vocabulary of a trained model without training.</summary>
internal static class PatchCommand
{
    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var target = new Option<string?>("--out")
        {
            HelpName = "FILE.safetensors",
            Description = "Where the model with the words goes; without it, to the file of MODEL.",
        };
        var corpusPath = new Option<string?>("--evaluate")
        {
            HelpName = "CORPUS",
            Description = "Prints F1 and the number of unknown words before and after, of a corpus as for evaluate.",
        };
        var set = CorpusSetOption.Create(CorpusSet.Test);
        var decoding = DecodingOption.Create();
        var command = new Command(
            "patch", "Adds words to a trained model: each gets the mean of the embeddings of words that it is like.")
        {
            modelPath,
        };
        var words = new AddedWordOptions();
        words.AddTo(command);
        command.Add(target);
        command.Add(corpusPath);
        command.Add(set);
        command.Add(decoding);
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(modelPath);
            var output = parsed.GetValue(target) ?? path;
            var corpusName = parsed.GetValue(corpusPath);
            RequireEvaluation(parsed, corpusPath, [set, decoding, .. corpusOptions.All]);
            RequireRuntimeFile(path, parsed.GetValue(target));
            if (corpusName is not null)
            {
                streams.RequireOutput();
            }

            // Without --out the file of MODEL is what is written; with it, MODEL stays as it is.
            var files = new CommandFiles(streams);
            files = parsed.GetValue(target) is null ? files : files.ReadsModel(modelPath.Name, path);
            words.AddTo(files.Writes(target.Name, output), parsed);
            (corpusName is null ? files : CorpusOptions.AddTo(files, corpusPath.Name, corpusName)).Require();
            var added = words.Read(parsed);
            var model = ModelSource.Open(path);
            if (model.Vocabulary is null)
            {
                throw new CommandFailedException(
                    $"{path}: the model has no words: convert it with --words and --labels, or with --vocabulary");
            }

            var patched = VocabularyPatching.Apply(model, added, DateOnly.FromDateTime(DateTime.UtcNow));
            ModelRoom.Require(output, patched);
            if (corpusName is not null)
            {
                var corpus = corpusOptions.Open(parsed, corpusName, streams);
                var chosen = CorpusSetOption.Parse(parsed.GetRequiredValue(set));
                PatchEvaluation Evaluate(ElmanModel each) => PatchEvaluation.Evaluate(
                    DecodingOption.Compile(each.WithNamesOf(corpus, path), parsed.GetValue(decoding), path),
                    corpus,
                    chosen);
                var (before, after) = Progress.Run(
                    streams, "Evaluating", 1, _ => (Evaluate(model), Evaluate(patched)));
                patched.Save(output);
                PatchEvaluation.Write(before, after, streams);
            }
            else
            {
                patched.Save(output);
            }

            streams.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"wrote {ShownText.Escape(output)}: {added.Count} of {patched.Vocabulary!.Count} words are new"));
            return ExitCode.Success;
        });
        return command;
    }

    private static void RequireEvaluation(ParseResult parsed, Option corpus, IEnumerable<Option> options)
    {
        if (parsed.GetResult(corpus) is null
            && options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } alone)
        {
            throw new UsageException($"{alone.Name} is about a corpus: it needs {corpus.Name}");
        }
    }

    private static void RequireRuntimeFile(string model, string? target)
    {
        if (!ModelSource.IsRuntimeFile(target ?? model)
            || (target is null && ModelSource.FormOf(model) != ModelForm.Runtime))
        {
            throw new UsageException(
                $"{target ?? model}: only a {ModelSource.RuntimeEnding} file of the runtime holds words and their "
                    + "record: name one with --out");
        }
    }
}
