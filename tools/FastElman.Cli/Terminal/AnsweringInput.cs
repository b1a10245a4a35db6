namespace FastElman.Cli.Terminal;

/// <summary>
/// Reads another stream, and writes out all answers before it waits for more input. So a program that sends a sentence
/// and waits for the answer gets it, and a file costs one flush for each chunk that is read from it.
/// </summary>
/// <param name="stream">The input; it stays open.</param>
/// <param name="flush">Writes out what has been answered so far.</param>
internal sealed class AnsweringInput(Stream stream, Action flush) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        flush();
        return stream.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
