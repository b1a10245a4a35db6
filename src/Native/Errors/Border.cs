using System.Text;

namespace FastElman.Native.Errors;

/// <summary>
/// The one place where an exception becomes a code and the message of the calling thread. The body of every export is
/// a try statement whose one catch block returns <see cref="Report"/>: nothing is thrown across the border.
/// </summary>
internal static class Border
{
    /// <summary>Bytes of the longest message, its 0 byte included. A longer one is cut.</summary>
    private const int MaximumLength = 2048;

    /// <summary>
    /// The last message of this thread, UTF-8 and a 0 byte, in memory that the garbage collector does not move; null
    /// where there was none. It dies with its thread.
    /// </summary>
    [ThreadStatic]
    private static byte[]? _message;

    private static ReadOnlySpan<byte> OutOfMemory => "out of memory\0"u8;

    /// <summary>The last message of this thread: text that ends with a 0 byte.</summary>
    public static ReadOnlySpan<byte> Message => _message ?? "\0"u8;

    /// <summary>Notes what a call threw.</summary>
    /// <returns>The code that the export returns.</returns>
    public static int Report(Exception exception) => Fail(StatusOf(exception), exception);

    /// <summary>Notes why a call fails, without an exception: for what programs ask on purpose.</summary>
    /// <returns>The code that the export returns.</returns>
    public static int Fail(Status status, string message)
    {
        try
        {
            Write(message);
        }
        catch (OutOfMemoryException)
        {
            WriteOutOfMemory();
        }

        return (int)status;
    }

    private static int Fail(Status status, Exception exception)
    {
        try
        {
            return Fail(
                status,
                status switch
                {
                    Status.Internal => $"{exception.GetType().Name}: {exception.Message}",
                    Status.Argument => WithoutParameter(exception.Message),
                    _ => exception.Message,
                });
        }
        catch (Exception)
        {
            // The message itself could not be made: what is left is to say that.
            WriteOutOfMemory();
            return (int)Status.OutOfMemory;
        }
    }

    /// <summary>Without the name of a parameter of C#, which .NET adds at the end.</summary>
    private static string WithoutParameter(string message) =>
        message.LastIndexOf(" (Parameter '", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;

    private static Status StatusOf(Exception exception) => exception switch
    {
        NativeException refused => refused.Status,
        UnknownWordException => Status.UnknownWord,
        ModelFormatException => Status.Format,
        StreamStateException => Status.State,
        OutOfMemoryException => Status.OutOfMemory,
        FileNotFoundException or DirectoryNotFoundException => Status.FileNotFound,
        IOException or UnauthorizedAccessException => Status.IO,
        NotSupportedException => Status.Unsupported,
        ArgumentException => Status.Argument,
        _ => Status.Internal,
    };

    private static void Write(string message)
    {
        var target = _message ??= GC.AllocateUninitializedArray<byte>(MaximumLength, pinned: true);
        var place = 0;
        foreach (var rune in message.EnumerateRunes())
        {
            // One line, which a log can take as it is.
            var written = Rune.IsControl(rune) ? new Rune(' ') : rune;
            if (place + written.Utf8SequenceLength >= MaximumLength)
            {
                break;
            }

            place += written.EncodeToUtf8(target.AsSpan(place));
        }

        target[place] = 0;
    }

    /// <summary>Writes into memory that is there already, if there is any.</summary>
    private static void WriteOutOfMemory()
    {
        if (_message is { } target)
        {
            OutOfMemory.CopyTo(target);
        }
    }
}
