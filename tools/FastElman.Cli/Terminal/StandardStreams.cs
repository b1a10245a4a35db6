using System.Text;

namespace FastElman.Cli.Terminal;

/// <summary>
/// Standard input, output and error. Data go to standard output, everything else to standard error. The text is UTF-8
/// without a byte order mark, and lines end in a line feed on every system, so that outputs can be compared byte for
/// byte.
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
    /// Whether standard output is a terminal: colours are allowed, and answers are not buffered.
    /// </summary>
    public bool OutputIsTerminal { get; private init; }

    /// <summary>Whether standard error is a terminal: progress may be drawn there.</summary>
    public bool ErrorIsTerminal { get; private init; }

    public static StandardStreams OfProcess() =>
        new(
            InheritedDescriptor.WasClosed(0) ? Stream.Null : Console.OpenStandardInput(),
            StandardOutput.Open(),
            StandardError.Open())
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
