using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Training.Corpora;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman evaluate</c>: tags a set of a corpus and prints conlleval's table.</summary>
internal static class EvaluateCommand
{
    private static readonly Dictionary<string, CorpusSet> Sets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["test"] = CorpusSet.Test,
        ["valid"] = CorpusSet.Validation,
        ["train"] = CorpusSet.Train,
    };

    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = "A fold pickle (.pkl, .pkl.gz), a folder with train/valid/test .txt in columns, one with train/valid/test folders of seq.in and seq.out, or an .ids file.",
        };
        var set = new Option<string>("--set") { HelpName = "test|valid|train", Description = "Which set.", DefaultValueFactory = _ => "test" };
        set.AcceptOnlyFromAmong([.. Sets.Keys]);
        var command = new Command("evaluate", "Tags a corpus and prints conlleval's table.") { modelPath, corpusPath, set };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(modelPath);
            var model = ModelSource.Open(path);
            var labels = model.Labels ?? throw new ModelFormatException("the model has no labels to score: convert it with --labels or --vocabulary", path);
            var corpus = Corpus.Load(parsed.GetRequiredValue(corpusPath));
            Evaluate(new Tagger(model), labels, corpus, Sets[parsed.GetRequiredValue(set)], streams).Write(streams.Output);
            streams.Flush();
            return ExitCode.Success;
        });
        return command;
    }

    private static ConllResult Evaluate(Tagger tagger, LabelSet labels, Corpus corpus, CorpusSet set, StandardStreams streams)
    {
        var sentences = corpus.Sentences(set);
        var encoding = corpus.EncodingFor(tagger.Model.Vocabulary, labels);
        return Progress.Run(streams, "Evaluating", sentences.Count, done =>
        {
            var evaluation = new ConllEvaluation();
            foreach (var sentence in sentences)
            {
                var predicted = new int[sentence.Length];
                tagger.Tag(encoding.Words(sentence), predicted);

                // The tutorial scores its files with a line BOS before and a line EOS after each sentence; so does this, to give its table.
                evaluation.AddSentence(encoding.GoldLabels(sentence), [.. predicted.Select(label => labels[label])], withBoundaryTokens: true);
                done.Done++;
            }

            return evaluation.Result();
        });
    }
}
