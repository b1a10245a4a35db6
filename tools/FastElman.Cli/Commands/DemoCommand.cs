using System.CommandLine;
using FastElman.Cli.Demo;
using FastElman.Cli.Terminal;
using FastElman.Training.Demonstration;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman demo</c>: what the network does, shown with what the command has in itself.</summary>
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
        var command = new Command("demo", "Tags three sentences with a small built-in model and scores it: needs nothing.");
        command.SetAction(_ =>
        {
            var tagger = new Tagger(DemoModel.Load());
            Introduce(tagger, streams.Output);
            var rows = new LabelledRows(streams);
            foreach (var sentence in Sentences)
            {
                rows.Write(tagger.TagSentence(sentence));
            }

            Score(tagger, FlightRequests.Generate(), streams.Output);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Introduce(Tagger tagger, TextWriter output)
    {
        var shape = tagger.Model.Shape;
        output.WriteLine($"An Elman network of {shape.HiddenSize} hidden units, trained on invented requests for flights, knows {shape.VocabularySize} words");
        output.WriteLine($"and {shape.LabelCount} labels. It runs on {tagger.InstructionSet.ToString().ToLowerInvariant()}. The same city or day is labelled by what was said before it:");
        output.WriteLine();
    }

    private static void Score(Tagger tagger, FlightRequests corpus, TextWriter output)
    {
        var evaluation = new ConllEvaluation();
        foreach (var sentence in corpus.Test)
        {
            evaluation.AddSentence(sentence.Labels, tagger.Tag([.. sentence.Words]));
        }

        var overall = evaluation.Result().Overall;
        output.WriteLine(
            $"F1 {overall.F1:F2} (precision {overall.Precision:F2}, recall {overall.Recall:F2}) on the {corpus.Test.Count} sentences of the corpus's test set, which the network never saw in training.");
    }
}
