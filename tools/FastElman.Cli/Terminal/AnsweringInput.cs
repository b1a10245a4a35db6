namespace FastElman.Cli.Terminal;

/// <summary>
/// Reads another stream, and writes out all answers before it waits for more input. So a program that sends a sentence
/// and waits for the answer gets it, and a file costs one flush for each chunk that is read from it.
/// </summary>
/// <param name="stream">The input; it stays open.</param>
/// <param name="flush">Writes out what has been answered so far.</param>
internal sealed class AnsweringInput(Stream stream, Action flush) : InputStream
{
    public override int Read(Span<byte> buffer)
    {
        flush();
        return stream.Read(buffer);
    }
}
