using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman score</c>: conlleval.pl byte for byte, with its exit codes.</summary>
internal static class ScoreCommand
{
    public static Command Create(StandardStreams streams)
    {
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description =
                "Lines of word, gold label and guess, one space between, a blank line after each sentence; standard "
                    + "input where there is no FILE.",
        };
        var command = new Command("score", "Scores guesses as conlleval.pl does: same input, same output.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file);
            if (path is null or "-")
            {
                return ConllScript.Run(streams.InputBytes, streams.OutputBytes, streams.ErrorBytes);
            }

            using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Progress.Run(streams, "Scoring", input.Length, counter =>
            {
                using var counted = new CountedStream(input, counter);
                return ConllScript.Run(counted, streams.OutputBytes, streams.ErrorBytes);
            });
        });
        return command;
    }
}
