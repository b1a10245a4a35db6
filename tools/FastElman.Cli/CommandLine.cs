using System.CommandLine;
using System.CommandLine.Help;
using FastElman.Cli.Commands;
using FastElman.Cli.Terminal;
using FastElman.Validation;

namespace FastElman.Cli;

/// <summary>
/// The command <c>fastelman</c>: finds the subcommand, runs it, and turns whatever goes wrong into one line on standard error and an exit
/// code. Others script against the codes.
/// </summary>
internal static class CommandLine
{
    public static int Run(string[] arguments, StandardStreams streams)
    {
        try
        {
            return Parse(arguments, streams);
        }
        catch (UsageException e)
        {
            return Fail(ExitCode.Usage, e.Message, streams);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A stack trace helps nobody who calls a command; the message of every exception of ours says what, where and why.
            return Fail(ExitCode.Failure, e.Message, streams);
        }
    }

    private static int Parse(string[] arguments, StandardStreams streams)
    {
        // File names may begin with @, so there are no response files.
        var parsed = Commands(streams).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            throw new UsageException($"{parsed.Errors[0].Message} (fastelman --help lists the commands)");
        }

        var code = parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = streams.Output,
            Error = streams.Error,
        });
        streams.Flush();
        return code;
    }

    private static Command Commands(StandardStreams streams) =>
        new("fastelman", "Runs the Elman network of the Theano tutorial on slot filling: imports its dumps, tags, evaluates, trains.")
        {
            new HelpOption(),
            new VersionOption(),
            ConvertCommand.Create(streams),
            InfoCommand.Create(streams),
            TagCommand.Create(streams),
            EvaluateCommand.Create(streams),
            ScoreCommand.Create(streams),
            TrainCommand.Create(streams),
            SearchCommand.Create(streams),
            NeighboursCommand.Create(streams),
            DemoCommand.Create(streams),
        };

    private static int Fail(int code, string message, StandardStreams streams)
    {
        streams.Flush();
        streams.Error.WriteLine($"fastelman: {MessageText.Sanitize(message.ReplaceLineEndings(" "))}");
        streams.Flush();
        return code;
    }
}
