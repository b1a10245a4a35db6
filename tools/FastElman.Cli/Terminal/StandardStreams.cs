using System.Text;

namespace FastElman.Cli.Terminal;

/// <summary>
/// Where a command reads and writes: data on standard output, everything else on standard error. UTF-8 without a mark,
/// lines end with a single line feed on every system, so that outputs can be compared byte for byte.
/// </summary>
internal sealed class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public StandardStreams(Stream input, Stream output, Stream error)
    {
        InputBytes = input;
        OutputBytes = output;
        ErrorBytes = error;
        Output = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        Error = new StreamWriter(error, Utf8, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
    }

    public Stream InputBytes { get; }

    public Stream OutputBytes { get; }

    public Stream ErrorBytes { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>
    /// Whether a person reads standard output: then colours are welcome, and answers must not wait in a buffer.
    /// </summary>
    public bool OutputIsTerminal { get; private init; }

    /// <summary>Whether a person reads standard error: then progress may be drawn there.</summary>
    public bool ErrorIsTerminal { get; private init; }

    public static StandardStreams OfProcess() =>
        new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.OpenStandardError())
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };

    public void Flush()
    {
        Output.Flush();
        Error.Flush();
    }
}
