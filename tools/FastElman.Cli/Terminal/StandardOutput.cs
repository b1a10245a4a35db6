using Microsoft.Win32.SafeHandles;

namespace FastElman.Cli.Terminal;

/// <summary>
/// Standard output of the process. Where its reader has gone away (<c>| head -1</c>), writing throws
/// <see cref="OutputClosedException"/>; the runtime's own stream drops the bytes, and the command would compute on for
/// nobody.
/// </summary>
internal sealed class StandardOutput : OutputStream
{
    private const int Descriptor = 1;

    /// <summary>EPIPE, the same number on Linux and macOS.</summary>
    private const int BrokenPipe = 32;

    private readonly Stream _target;

    private StandardOutput(Stream target) => _target = target;

    public static Stream Open()
    {
        if (InheritedDescriptor.WasClosed(Descriptor))
        {
            return new ClosedStandardOutput();
        }

        return new StandardOutput(OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : OpenPipe());
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _target.Write(buffer);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == BrokenPipe)
        {
            throw new OutputClosedException(e);
        }
        catch (IOException e)
        {
            throw new IOException($"standard output cannot be written: {e.Message}", e);
        }
    }

    public override void Flush() => _target.Flush();

    /// <summary>
    /// A stream that reports a broken pipe, where standard output is one. A file is written by the runtime's own
    /// stream, which shares the place in the file with whoever else writes to it.
    /// </summary>
    private static Stream OpenPipe()
    {
        try
        {
            var pipe = new FileStream(
                new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek || !Console.IsOutputRedirected ? Console.OpenStandardOutput() : pipe;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }
}
