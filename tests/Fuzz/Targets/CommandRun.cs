using System.Text;
using FastElman.Cli;
using FastElman.Cli.Terminal;

namespace FastElman.Fuzz.Targets;

/// <summary>What has to hold of every run of a command, whatever it reads.</summary>
internal static class CommandRun
{
    /// <summary>Runs a command, and checks how it ends and what it shows.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="failure">How the name of the exception begins that is promised for input that is not sound.</param>
    /// <returns>A number for the kind of its answer.</returns>
    /// <exception cref="BrokenPromiseException">Something does not hold.</exception>
    public static int Check(string[] arguments, byte[] input, string failure = "FastElman.")
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var code = CommandLine.Run(
            arguments, new StandardStreams(new MemoryStream(input), output, error), showStack: true);
        var lines = Text(error).Split('\n');
        FuzzTarget.Require(code is ExitCode.Success or ExitCode.Failure, "an input gives a result or one failure");
        if (code == ExitCode.Failure)
        {
            // Remarks may stand before it.
            FuzzTarget.Require(
                lines.Any(line => line.StartsWith("fastelman: ", StringComparison.Ordinal)),
                "a failure says what is wrong");
            FuzzTarget.Require(
                lines.Any(line => line.StartsWith("FastElman.", StringComparison.Ordinal)
                    || line.StartsWith(failure, StringComparison.Ordinal)),
                $"a failure is one that the readers promise, not: {Text(error)}");
        }

        FuzzTarget.Require(lines.All(RefusalMessage.IsOneLine), "what is shown of an input steers no terminal");
        return HashCode.Combine(code, FuzzTarget.Magnitude(Text(output).Length), KindOf(lines[0]));
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    /// <summary>
    /// Messages that differ in numbers, hashes, and in what stands between their first mark of something quoted and
    /// their last quotation mark, are of one kind. A path in JSON begins with a dollar sign.
    /// </summary>
    private static int KindOf(string message)
    {
        var (first, last) = (message.AsSpan().IndexOfAny('"', '$'), message.LastIndexOf('"'));
        var own = first < 0 ? message : message[..first] + message[Math.Max(first, last)..];
        own = string.Concat(own.Where(character => !char.IsAsciiHexDigit(character)));
        return own.GetHashCode(StringComparison.Ordinal);
    }
}
