namespace FastElman.Cli.Terminal;

/// <summary>Standard output that was closed when the process started.</summary>
internal sealed class ClosedStandardOutput : OutputStream
{
    public static IOException Error() => new("standard output is closed");

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!buffer.IsEmpty)
        {
            throw Error();
        }
    }

    public override void Flush()
    {
    }
}
