namespace FastElman.Cli.Terminal;

/// <summary>
/// Standard error of the process. Progress and remarks are worth less than the work, so what cannot be written, because
/// the disk is full or the stream closed, is dropped.
/// </summary>
internal sealed class StandardError : OutputStream
{
    private const int Descriptor = 2;

    private readonly Stream _target;

    private StandardError(Stream target) => _target = target;

    public static Stream Open() => InheritedDescriptor.WasClosed(Descriptor)
        ? Null
        : new StandardError(Console.OpenStandardError());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _target.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public override void Flush()
    {
    }
}
