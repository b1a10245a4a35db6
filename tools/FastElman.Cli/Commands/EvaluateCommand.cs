using System.CommandLine;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Shards;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Files;
using FastElman.Training;
using FastElman.Training.Embeddings;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman evaluate</c>: tags a set of a corpus and prints conlleval's table.</summary>
internal static class EvaluateCommand
{
    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = CorpusOptions.Description,
        };
        var set = CorpusSetOption.Create(CorpusSet.Test);
        var decoding = DecodingOption.Create();
        var calibration = new Option<bool>("--calibration")
        {
            Description = "Adds how far confidence can be trusted: calibration errors, and F1 for least confidences.",
        };
        var command = new Command(
            "evaluate",
            "Tags a corpus and prints conlleval's table. The corpus is held in memory, with --shard too.")
        {
            modelPath,
            corpusPath,
            set,
            decoding,
            calibration,
        };
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        var shardOptions = new ShardOptions();
        shardOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var choice = shardOptions.Find(
                parsed,
                parsed.GetValue(calibration)
                    ? (calibration.Name, "its figures are not sums of those of shards")
                    : null);
            if (choice is null)
            {
                streams.RequireOutput();
            }

            var path = parsed.GetRequiredValue(modelPath);
            var files = new CommandFiles(streams).ReadsModel(modelPath.Name, path);
            shardOptions.AddTo(
                CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath)), choice);
            files.Require();
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            var model = ModelSource.Open(path).WithNamesOf(corpus, path);
            var chosen = CorpusSetOption.Parse(parsed.GetRequiredValue(set));
            var compiled = DecodingOption.Compile(model, parsed.GetValue(decoding), path);
            var tagger = new Tagger(UnknownCorpusWords.AddTo(compiled, corpus, chosen));
            if (choice is not null)
            {
                var settings = new ShardSettings(
                    ShardSettings.CurrentVersion,
                    ShardSettings.EvaluateCommand,
                    model.Fingerprint,
                    parsed.GetRequiredValue(set),
                    VariantNames.Decodings.Of(compiled.Decoding),
                    "any",
                    choice.BlockSize);
                var folder = ShardFolder.Open(choice.Folder, settings);
                var run = new ShardRun(folder, choice.Shard, streams.Error);
                EvaluateShard(run, tagger, corpus, chosen, choice, streams);
                return ExitCode.Success;
            }

            var sentences = corpus.GetSentences(chosen);
            Progress.Run(
                streams, "Evaluating", sentences.Count, done => Evaluate(tagger, corpus, sentences, done)).Write(
                    streams.Output);
            if (parsed.GetValue(calibration))
            {
                WriteCalibration(compiled, corpus, chosen, streams);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The calibration errors without the temperature of the model and with it, and F1 with it.</summary>
    private static void WriteCalibration(
        CompiledModel model, Corpus corpus, CorpusSet set, StandardStreams streams)
    {
        var evaluation = ConfidenceEvaluation.Evaluate(model, corpus, set);
        var plain = model.Model.WithTemperature(1f).Compile(new CompileOptions { Decoding = model.Decoding });
        streams.Output.WriteLine();
        CalibrationTables.WriteErrors(
            model.Model.Temperature == 1f
                ? [evaluation]
                : [ConfidenceEvaluation.Evaluate(plain, corpus, set), evaluation],
            streams);
        streams.Output.WriteLine();
        CalibrationTables.WriteCoverage(evaluation, streams.Output);
    }

    private static void EvaluateShard(
        ShardRun run, Tagger tagger, Corpus corpus, CorpusSet set, ShardChoice choice, StandardStreams streams) =>
        Progress.Run(streams, "Evaluating", corpus.GetSentences(set).Count, done =>
        {
            run.Run(new EvaluatedBlocks(
                corpus, set, choice.BlockSize, sentences => Evaluate(tagger, corpus, sentences, done)));
            return true;
        });

    private static ConllResult Evaluate(
        Tagger tagger, Corpus corpus, IEnumerable<CorpusSentence> sentences, ProgressCounter done)
    {
        var labels = tagger.Model.Labels!;
        var encoding = corpus.CreateEncoding(tagger.Model.Vocabulary!, labels);
        var evaluation = new ConllEvaluation();
        foreach (var sentence in sentences)
        {
            var predicted = new int[sentence.Length];
            tagger.Tag(encoding.GetWordIndices(sentence), predicted);

            // The tutorial scores its files with a line BOS before and a line EOS after each sentence. The same lines
            // here give the same table.
            evaluation.AddSentence(
                Shown(encoding.GetSourceLabels(sentence)),
                Shown(CorpusEncoding.InSchemeOf(sentence, [.. predicted.Select(label => labels[label])])),
                withBoundaryTokens: true);
            done.Done++;
        }

        return evaluation.GetResult();
    }

    /// <summary>The names of slots stand in the table, each on a line.</summary>
    private static string[] Shown(IEnumerable<string> labels) => [.. labels.Select(ShownText.Escape)];
}
