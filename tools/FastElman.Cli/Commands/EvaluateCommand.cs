using System.CommandLine;
using FastElman.Cli.Models;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Training;

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
            Description =
                "A fold pickle (.pkl, .pkl.gz), a folder with train/valid/test .txt in columns, one with "
                    + "train/valid/test folders of seq.in and seq.out, or an .ids file.",
        };
        var set = new Option<string>("--set")
        {
            HelpName = "test|valid|train",
            Description = "Which set.",
            DefaultValueFactory = _ => "test",
        };
        set.AcceptOnlyFromAmong([.. Sets.Keys]);
        var decoding = DecodingOption.Create();
        var command = new Command("evaluate", "Tags a corpus and prints conlleval's table.")
        {
            modelPath,
            corpusPath,
            set,
            decoding,
        };
        command.SetAction(parsed =>
        {
            var corpus = Corpus.Load(parsed.GetRequiredValue(corpusPath));
            var path = parsed.GetRequiredValue(modelPath);
            var model = WithNames(ModelSource.Open(path), path, corpus);
            var compiled = DecodingOption.Compile(model, parsed.GetValue(decoding), path);
            Evaluate(new Tagger(compiled), corpus, Sets[parsed.GetRequiredValue(set)], streams).Write(streams.Output);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Adds the words and labels of a fold pickle to a model without them, such as one from a dump.</summary>
    private static ElmanModel WithNames(ElmanModel model, string path, Corpus corpus)
    {
        if (model is { Vocabulary: not null, Labels: not null })
        {
            return model;
        }

        var vocabulary = model.Vocabulary ?? corpus.Vocabulary;
        var labels = model.Labels ?? corpus.Labels;
        return vocabulary is not null && labels is not null
            ? model.WithNames(vocabulary, labels, path)
            : throw new ModelFormatException(
                "neither the model nor the corpus says what words and labels the indices stand for: convert the model "
                    + "with --vocabulary, or with --words and --labels",
                path);
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
                    encoding.GetGoldLabels(sentence),
                    [.. predicted.Select(label => labels[label])],
                    withBoundaryTokens: true);
                done.Done++;
            }

            return evaluation.GetResult();
        });
    }
}
