namespace FastElman.Cli.Terminal;

/// <summary>Standard input of the process, whose failures say that it is the one; closed, it is empty.</summary>
internal sealed class StandardInput : InputStream
{
    private const int Descriptor = 0;

    private readonly Stream _source;

    private StandardInput(Stream source) => _source = source;

    public static Stream Open() => InheritedDescriptor.WasClosed(Descriptor)
        ? Null
        : new StandardInput(Console.OpenStandardInput());

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _source.Read(buffer);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException("standard input cannot be read: it was opened to be written", e);
        }
        catch (IOException e)
        {
            throw new IOException($"standard input cannot be read: {e.Message}", e);
        }
    }
}
