using System.CommandLine;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman score</c>: conlleval.pl byte for byte, with its options and its exit codes.
/// </summary>
internal static class ScoreCommand
{
    private const string Space = " ";

    public static Command Create(StandardStreams streams)
    {
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description =
                "Lines of word, gold label and guess, one space between, a blank line after each sentence; standard "
                    + "input where there is no FILE.",
        };
        var delimiter = new Option<string>("--delimiter", "-d")
        {
            HelpName = "REGEX",
            Description = "What divides the fields of a line, a regular expression: '\\t' for what tag writes. "
                + "[default: one space]",
        };
        var raw = new Option<bool>("--raw", "-r")
        {
            Description = "Labels are slots without B- and I-, and every word with one is a chunk of its own.",
        };
        var latex = new Option<bool>("--latex", "-l") { Description = "Prints the rows of a LaTeX table." };
        var outside = new Option<string>("--outside", "-o")
        {
            HelpName = "LABEL",
            Description = "The label of a word outside of all slots, with --raw. [default: O]",
        };
        var command = new Command(
            "score", "Scores guesses as conlleval.pl does: same input and options, same output.")
        {
            file, delimiter, raw, latex, outside,
        };
        command.SetAction(parsed =>
        {
            new CommandFiles(streams).Reads(file.Name, parsed.GetValue(file) ?? "-").Require();
            return Score(
                parsed.GetValue(file),
                new ConllScriptOptions(
                    ConllScriptOptions.AsBytes(parsed.GetValue(delimiter) ?? Space),
                    parsed.GetValue(raw),
                    parsed.GetValue(latex),
                    ConllScriptOptions.AsBytes(parsed.GetValue(outside) ?? LabelSet.Outside)),
                streams);
        });
        return command;
    }

    private static int Score(string? path, ConllScriptOptions options, StandardStreams streams)
    {
        RequireExpression(options.Delimiter);
        using var messages = new MemoryStream();
        int code;
        if (path is null or "-")
        {
            using var bytes = DecompressedInput.Open(streams.InputBytes, "standard input");
            code = ConllScript.Run(bytes, streams.OutputBytes, messages, options);
        }
        else
        {
            using var input = InputFile.Open(path);
            code = Progress.Run(streams, "Scoring", input.CanSeek ? input.Length : 0, counter =>
            {
                using var counted = new CountedStream(input, counter);
                using var bytes = DecompressedInput.Open(counted, path);
                return ConllScript.Run(bytes, streams.OutputBytes, messages, options);
            });
        }

        var message = messages.ToArray();
        streams.ErrorBytes.Write(message);
        if (code == ConllScript.TooFewFields && options.Delimiter == Space && message.AsSpan().Contains((byte)'\t'))
        {
            streams.Error.WriteLine("note: tabs seem to divide the fields: give -d '\\t'");
        }

        return code;
    }

    private static void RequireExpression(string delimiter)
    {
        try
        {
            _ = new ConllFields(delimiter);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--delimiter {delimiter}: {e.Message}");
        }
    }
}
