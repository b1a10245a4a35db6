using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using FastElman.Cli.Commands;
using FastElman.Cli.Terminal;
using FastElman.Validation;

namespace FastElman.Cli;

/// <summary>
/// The command <c>fastelman</c>: finds the subcommand, runs it, and turns every failure into one line on standard error
/// and an exit code, which scripts rely on.
/// </summary>
/// <remarks>
/// Commands has one class for each subcommand. docs/architecture.md says which room of the command may use which.
/// </remarks>
internal static class CommandLine
{
    /// <summary>The environment variable that, set to 1, shows the stack of a failure behind its message.</summary>
    public const string DebugVariable = "FASTELMAN_DEBUG";

    /// <summary>How the value of an option is called where it may be empty.</summary>
    private static readonly string[] EmptyForms = ["REGEX", "LABEL"];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="streams">Standard input, output and error.</param>
    /// <param name="showStack">Whether a failure shows its stack, with inner exceptions, after its one line.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, StandardStreams streams, bool showStack = false)
    {
        try
        {
            return Parse(arguments, streams);
        }
        catch (OutputClosedException)
        {
            return ExitCode.OutputClosed;
        }
        catch (UsageException exception)
        {
            return Fail(ExitCode.Usage, exception.Message, streams);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A stack trace does not help a user: our messages say what is wrong, where and why.
            var code = Fail(ExitCode.Failure, MessageOf(exception), streams);
            if (showStack)
            {
                // The base library's messages may quote what a file says.
                foreach (var line in exception.ToString().ReplaceLineEndings("\n").Split('\n'))
                {
                    streams.Error.WriteLine(ShownText.Escape(line));
                }
            }

            return code;
        }
    }

    private static int Parse(string[] arguments, StandardStreams streams)
    {
        // File names may begin with @, so there are no response files.
        var parsed = Commands(streams).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 || OptionAsArgument(parsed) is not null)
        {
            throw new UsageException($"{Problem(parsed)} (fastelman --help lists the commands)");
        }

        if (EmptyPath(parsed) is { } empty)
        {
            throw new UsageException($"{empty} is empty: is the variable set that it comes from?");
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

    /// <summary>
    /// The problem with the arguments. The parser's own message names neither a missing argument nor an unknown
    /// command.
    /// </summary>
    private static string Problem(ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        if ((OptionAsArgument(parsed) ?? unmatched) is { } unknown)
        {
            return $"{unknown}: there is no such command, option or argument"
                + Suggestion.For(unknown.Split('=', 2)[0], Names(parsed.CommandResult.Command, unknown));
        }

        var missing = parsed.CommandResult.Command.Arguments.FirstOrDefault(
            argument => (parsed.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues);
        return missing is null ? parsed.Errors[0].Message : $"{missing.Name} is missing";
    }

    /// <summary>
    /// An unknown option that the parser took for an argument, such as the name of a file; null where there is none. A
    /// file whose name begins with two dashes is named behind <c>--</c>; one dash is enough where the file exists.
    /// </summary>
    private static string? OptionAsArgument(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .FirstOrDefault(token => token.Value is ['-', '-', _, ..]
                    || (token.Value is ['-', _, ..] && !File.Exists(token.Value)))?.Value;

    /// <summary>
    /// An argument or an option that is an empty text, which is no file and no name; null where there is none. The
    /// texts of conlleval may be empty.
    /// </summary>
    private static string? EmptyPath(ParseResult parsed) => parsed.CommandResult.Children
        .Where(child => child.Tokens is [{ Value: "" }, ..] or [.., { Value: "" }])
        .Select(child => child switch
        {
            ArgumentResult argument => argument.Argument.Name,
            OptionResult option when !EmptyForms.Contains(option.Option.HelpName) => option.Option.Name,
            _ => null,
        })
        .FirstOrDefault(name => name is not null);

    /// <summary>What a command has that is written like a word: options, or its own commands.</summary>
    private static IEnumerable<string> Names(Command command, string word) => word.StartsWith('-')
        ? command.Options.SelectMany(option => (IEnumerable<string>)[option.Name, .. option.Aliases])
        : command.Subcommands.Select(subcommand => subcommand.Name);

    private static Command Commands(StandardStreams streams) =>
        new(
            "fastelman",
            "Runs the Elman network of the Theano tutorial on slot filling: imports its dumps, tags, evaluates, "
                + "trains.")
        {
            new HelpOption(),
            new VersionOption(),
            ConvertCommand.Create(streams),
            InfoCommand.Create(streams),
            TagCommand.Create(streams),
            EvaluateCommand.Create(streams),
            MergeCommand.Create(streams),
            CalibrateCommand.Create(streams),
            ScoreCommand.Create(streams),
            TrainCommand.Create(streams),
            SearchCommand.Create(streams),
            PruneCommand.Create(streams),
            PatchCommand.Create(streams),
            CompareCommand.Create(streams),
            NeighboursCommand.Create(streams),
            DemoCommand.Create(streams),
        };

    /// <summary>The message without the parameter of a method, which means nothing to a user.</summary>
    private static string MessageOf(Exception exception)
    {
        var message = exception.Message;
        return exception is ArgumentException { ParamName: { } name }
            ? message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal)
            : message;
    }

    private static int Fail(int code, string message, StandardStreams streams)
    {
        try
        {
            streams.Flush();
        }
        catch (IOException)
        {
            // Standard output cannot be written, which is perhaps the very failure to tell of.
        }

        streams.Error.WriteLine($"fastelman: {MessageText.Sanitize(message.ReplaceLineEndings(" "))}");
        return code;
    }
}
