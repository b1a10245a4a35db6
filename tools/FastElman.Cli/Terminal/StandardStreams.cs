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

    public StandardStreams(
        Stream input, Stream output, Stream error, bool outputIsTerminal = false, bool errorIsTerminal = false)
    {
        InputBytes = input;
        OutputBytes = output;
        ErrorBytes = error;
        OutputIsTerminal = outputIsTerminal;
        ErrorIsTerminal = errorIsTerminal;
        RawOutput = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        Output = outputIsTerminal ? new TerminalWriter(RawOutput) { NewLine = "\n" } : RawOutput;
        var rawError = new StreamWriter(error, Utf8, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
        Error = errorIsTerminal ? new TerminalWriter(rawError) { NewLine = "\n" } : rawError;
    }

    public Stream InputBytes { get; }

    public Stream OutputBytes { get; }

    public Stream ErrorBytes { get; }

    /// <summary>Standard output; on a terminal, control characters are shown instead of obeyed.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard output as it is, for colours.</summary>
    public TextWriter RawOutput { get; }

    public TextWriter Error { get; }

    /// <summary>
    /// Whether standard output is a terminal: colours are allowed.
    /// </summary>
    public bool OutputIsTerminal { get; }

    /// <summary>Whether standard error is a terminal: progress may be drawn there.</summary>
    public bool ErrorIsTerminal { get; }

    public static StandardStreams OfProcess() =>
        new(
            InheritedDescriptor.WasClosed(0) ? Stream.Null : Console.OpenStandardInput(),
            StandardOutput.Open(),
            StandardError.Open(),
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected);

    public void Flush()
    {
        Output.Flush();
        Error.Flush();
    }
}
