using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Demo;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman demo</c>: the network learns and works, shown with what the command has in itself.</summary>
internal static class DemoCommand
{
    /// <summary>The same word has another label in each of them: what stands before it decides.</summary>
    private static readonly string[] Sentences =
    [
        "show me flights from cape town to lisbon leaving on monday after 9 am",
        "find me a flight arriving in cape town from lisbon on monday before noon",
        "i want to fly from oslo to tokyo and stop in lisbon with finnair in business class",
    ];

    public static Command Create(StandardStreams streams)
    {
        var command = new Command("demo", "Trains a small network in about a second, tags three sentences with it and scores it: needs nothing.");
        command.SetAction(_ =>
        {
            var corpus = FlightRequests.Generate();
            var tagger = new Tagger(Train(corpus, streams.Output));
            var rows = new LabelledRows(streams);
            foreach (var sentence in Sentences)
            {
                rows.Write(tagger.TagSentence(sentence));
            }

            Score(tagger, corpus, streams.Output);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Tells of each epoch when it is done.</summary>
    private static CompiledModel Train(FlightRequests corpus, TextWriter output)
    {
        output.WriteLine($"An Elman network of {DemoTraining.HiddenSize} hidden units learns from {corpus.Train.Count} invented requests for flights, starting with random numbers:");
        output.WriteLine();
        var start = TimeProvider.System.GetTimestamp();
        var (parameters, vocabulary, labels) = DemoTraining.Train(epochDone: (epoch, f1) =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  epoch {epoch,2}: F1 {f1,6:F2} on {corpus.Validation.Count} other requests"));
            output.Flush();
        });
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var model = ElmanModel.Create(parameters, vocabulary, labels, new ModelProvenance("demo", "the built-in flight requests")).Compile();
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"It took {seconds:F1} s on {model.InstructionSet.ToString().ToLowerInvariant()}, and knows {vocabulary.Count} words and {labels.Count} labels."));
        output.WriteLine("The same city or day is labelled by what was said before it:");
        output.WriteLine();
        return model;
    }

    private static void Score(Tagger tagger, FlightRequests corpus, TextWriter output)
    {
        var evaluation = new ConllEvaluation();
        foreach (var sentence in corpus.Test)
        {
            evaluation.AddSentence(sentence.Labels, tagger.Tag(sentence.Words));
        }

        var overall = evaluation.Result().Overall;
        output.WriteLine(
            $"F1 {overall.F1:F2} (precision {overall.Precision:F2}, recall {overall.Recall:F2}) on the {corpus.Test.Count} sentences of the corpus's test set, which the network never saw in training.");
    }
}
