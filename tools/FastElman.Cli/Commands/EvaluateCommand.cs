using System.CommandLine;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;

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
        var command = new Command("evaluate", "Tags a corpus and prints conlleval's table.")
        {
            modelPath,
            corpusPath,
            set,
            decoding,
            calibration,
        };
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            streams.RequireOutput();
            var path = parsed.GetRequiredValue(modelPath);
            var files = new CommandFiles(streams).ReadsModel(modelPath.Name, path);
            CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath)).Require();
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            var model = ModelSource.Open(path).WithNamesOf(corpus, path);
            var chosen = CorpusSetOption.Parse(parsed.GetRequiredValue(set));
            var compiled = DecodingOption.Compile(model, parsed.GetValue(decoding), path);
            Evaluate(new Tagger(compiled), corpus, chosen, streams).Write(streams.Output);
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

    private static ConllResult Evaluate(Tagger tagger, Corpus corpus, CorpusSet set, StandardStreams streams)
    {
        var labels = tagger.Model.Labels!;
        var sentences = corpus.GetSentences(set);
        var encoding = corpus.CreateEncoding(tagger.Model.Vocabulary!, labels);
        return Progress.Run(streams, "Evaluating", sentences.Count, done =>
        {
            var evaluation = new ConllEvaluation();
            foreach (var sentence in sentences)
            {
                var predicted = new int[sentence.Length];
                tagger.Tag(encoding.GetWordIndices(sentence), predicted);

                // The tutorial scores its files with a line BOS before and a line EOS after each sentence. The same
                // lines here give the same table.
                evaluation.AddSentence(
                    Shown(encoding.GetSourceLabels(sentence)),
                    Shown(CorpusEncoding.InSchemeOf(sentence, [.. predicted.Select(label => labels[label])])),
                    withBoundaryTokens: true);
                done.Done++;
            }

            return evaluation.GetResult();
        });
    }

    /// <summary>The names of slots stand in the table, each on a line.</summary>
    private static string[] Shown(IEnumerable<string> labels) => [.. labels.Select(ShownText.Escape)];
}
