using System.Text;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tests;

/// <summary>One run of the command, as a shell sees it, in this process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static CliRun Of(params string[] arguments) => WithInput(string.Empty, arguments);

    public static CliRun WithInput(string input, params string[] arguments) => Run(input, showStack: false, arguments);

    /// <summary>A run with FASTELMAN_DEBUG=1.</summary>
    public static CliRun WithStack(params string[] arguments) => Run(string.Empty, showStack: true, arguments);

    /// <summary>The output of a run that has to succeed.</summary>
    public static string Succeed(params string[] arguments) => SucceedWithInput(string.Empty, arguments);

    public static string SucceedWithInput(string input, params string[] arguments)
    {
        var run = WithInput(input, arguments);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.ExitCode == 0 ? string.Empty : run.Error));
        return run.Output;
    }

    /// <summary>
    /// The message of a run that has to fail: exit code 1, nothing on standard output, one line on standard error.
    /// </summary>
    public static string Fail(params string[] arguments) =>
        WithInput(string.Empty, arguments).Message(ExitCodes.Failure);

    public static string FailWithInput(string input, params string[] arguments) =>
        WithInput(input, arguments).Message(ExitCodes.Failure);

    /// <summary>The message of a run that was called wrongly: exit code 2.</summary>
    public static string Misuse(params string[] arguments) =>
        WithInput(string.Empty, arguments).Message(ExitCodes.Usage);

    private string Message(int exitCode)
    {
        Assert.Equal((exitCode, string.Empty), (ExitCode, Output));
        Assert.StartsWith("fastelman: ", Error, StringComparison.Ordinal);
        Assert.Equal(Error.Length - 1, Error.IndexOf('\n', StringComparison.Ordinal));
        return Error;
    }

    /// <summary>A run on a terminal of so many columns.</summary>
    public static CliRun OnTerminal(int width, bool hasColours, params string[] arguments) => Run(
        (output, error) => new StandardStreams(
            Stream.Null, output, error, outputIsTerminal: true, errorIsTerminal: true, width, () => hasColours),
        showStack: false,
        arguments);

    /// <summary>A run that reads bytes from standard input.</summary>
    public static CliRun WithBytes(byte[] input, params string[] arguments) => Run(
        (output, error) => new StandardStreams(new MemoryStream(input), output, error), showStack: false, arguments);

    private static CliRun Run(string input, bool showStack, string[] arguments) => Run(
        (output, error) => new StandardStreams(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error),
        showStack,
        arguments);

    private static CliRun Run(Func<Stream, Stream, StandardStreams> open, bool showStack, string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var code = CommandLine.Run(arguments, open(output, error), showStack);
        return new CliRun(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>
    /// What scripts rely on, written down once more: a change of the product's constants must not pass unseen.
    /// </summary>
    private static class ExitCodes
    {
        public const int Failure = 1;

        public const int Usage = 2;
    }
}
