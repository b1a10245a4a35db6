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

    /// <summary>The usual width of a terminal that does not say how wide it is.</summary>
    private const int UsualWidth = 80;

    private readonly int? _width;
    private readonly Lazy<bool> _hasColours;

    /// <summary>Makes the streams.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outputIsTerminal">Whether standard output is a terminal.</param>
    /// <param name="errorIsTerminal">Whether standard error is a terminal.</param>
    /// <param name="width">The columns of the terminal; null for those of the process's.</param>
    /// <param name="hasColours">
    /// Says whether the terminal of standard output may be coloured; asked once at most, null for no.
    /// </param>
    /// <param name="areOfProcess">Whether they are those of the process.</param>
    public StandardStreams(
        Stream input,
        Stream output,
        Stream error,
        bool outputIsTerminal = false,
        bool errorIsTerminal = false,
        int? width = null,
        Func<bool>? hasColours = null,
        bool areOfProcess = false)
    {
        _hasColours = new Lazy<bool>(hasColours ?? (() => false));
        _width = width;
        AreOfProcess = areOfProcess;
        InputBytes = input;
        OutputBytes = output;
        ErrorBytes = error;
        OutputIsTerminal = outputIsTerminal;
        ErrorIsTerminal = errorIsTerminal;
        RawOutput = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        Output = new ShownWriter(RawOutput) { NewLine = "\n" };
        RawError = new StreamWriter(error, Utf8, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
        Error = errorIsTerminal
            ? new FoldingWriter(RawError, () => Width) { NewLine = "\n" }
            : new ShownWriter(RawError) { NewLine = "\n" };
    }

    /// <summary>Whether they are the descriptors 0, 1 and 2 of the process.</summary>
    public bool AreOfProcess { get; }

    public Stream InputBytes { get; }

    public Stream OutputBytes { get; }

    public Stream ErrorBytes { get; }

    /// <summary>Standard output; control characters are shown instead of passed on.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard output as it is, for colours and for words that a program reads.</summary>
    public TextWriter RawOutput { get; }

    /// <summary>
    /// Standard error; control characters are shown instead of passed on, and on a terminal long lines are folded.
    /// </summary>
    public TextWriter Error { get; }

    /// <summary>Standard error as it is, for the progress bar.</summary>
    public TextWriter RawError { get; }

    /// <summary>The columns of the terminal at this moment.</summary>
    public int Width => _width ?? (Console.WindowWidth is > 0 and var width ? width : UsualWidth);

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; }

    /// <summary>Whether standard output is a terminal that may be coloured.</summary>
    public bool OutputHasColours => OutputIsTerminal && _hasColours.Value;

    /// <summary>Whether standard error is a terminal: progress may be drawn there.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Writes sentences to standard output; on a terminal, they are divided between words.</summary>
    public void WriteProse(string line) =>
        Output.WriteLine(OutputIsTerminal ? LineFolding.Fold(line, Width) : line);

    public static StandardStreams OfProcess() =>
        new(
            StandardInput.Open(),
            StandardOutput.Open(),
            StandardError.Open(),
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            hasColours: TerminalColours.AreOn,
            areOfProcess: true);

    /// <summary>
    /// Refuses a closed standard output before the work of a command that writes to it: its result would be lost.
    /// </summary>
    /// <exception cref="IOException">It was closed when the process started.</exception>
    public void RequireOutput()
    {
        if (OutputBytes is ClosedStandardOutput)
        {
            throw ClosedStandardOutput.Error();
        }
    }

    public void Flush()
    {
        Output.Flush();
        Error.Flush();
    }
}
