namespace FastElman.Cli.Terminal;

/// <summary>
/// Reads another stream and counts the bytes, which shows the progress of code that reads a stream to its end. The
/// other stream stays open.
/// </summary>
internal sealed class CountedStream(Stream stream, ProgressCounter counter) : InputStream
{
    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer);
        counter.Done += count;
        return count;
    }
}
