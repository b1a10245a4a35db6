using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Demo;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman demo</c>: trains a small network on invented sentences and shows what it has learned.
/// </summary>
internal static class DemoCommand
{
    /// <summary>The same word has a different label in each of them: the words before it decide.</summary>
    private static readonly string[] Sentences =
    [
        "show me flights from cape town to lisbon leaving on monday after 9 am",
        "find me a flight arriving in cape town from lisbon on monday before noon",
        "i want to fly from oslo to tokyo and stop in lisbon with finnair in business class",
    ];

    public static Command Create(StandardStreams streams)
    {
        var command = new Command(
            "demo",
            "Trains a small network in about a second, tags three sentences with it and scores it: needs nothing.");
        command.SetAction(_ =>
        {
            var corpus = FlightRequests.Generate().ToCorpus();
            var model = Train(corpus, streams);
            var tagger = new Tagger(model);
            var rows = new LabelledRows(streams);
            foreach (var sentence in Sentences)
            {
                rows.Write(tagger.TagSentence(sentence));
            }

            Score(model, corpus, streams);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Trains, and writes a line for each epoch.</summary>
    private static CompiledModel Train(Corpus corpus, StandardStreams streams)
    {
        var output = streams.Output;
        streams.WriteProse(
            $"An Elman network of {DemoTraining.HiddenSize} hidden units learns from "
            + $"{corpus.GetSentences(CorpusSet.Train).Count} invented requests for flights, starting with random "
            + "numbers:");
        output.WriteLine();
        var validationCount = corpus.GetSentences(CorpusSet.Validation).Count;
        var start = TimeProvider.System.GetTimestamp();
        var model = DemoTraining.Train(corpus, epochDone: epoch =>
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  epoch {epoch.Epoch,2}: F1 {epoch.ValidationF1,6:F2} on {validationCount} other requests"));
            output.Flush();
        });
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"It took {seconds:F1} s on {SimdInfo.Active.ToString().ToLowerInvariant()}, and knows "
            + $"{model.Shape.VocabularySize} words and {model.Shape.LabelCount} labels."));
        output.WriteLine("The same city or day is labelled by what was said before it:");
        output.WriteLine();
        return model.Compile();
    }

    private static void Score(CompiledModel model, Corpus corpus, StandardStreams streams)
    {
        var overall = ConllEvaluation.Evaluate(model, corpus, CorpusSet.Test).Overall;
        var scores = string.Create(
            CultureInfo.InvariantCulture,
            $"F1 {overall.F1:F2} (precision {overall.Precision:F2}, recall {overall.Recall:F2})");
        streams.WriteProse(
            $"{scores} on the {corpus.GetSentences(CorpusSet.Test).Count} sentences of the corpus's test set, "
            + "which the network never saw in training.");
    }
}
