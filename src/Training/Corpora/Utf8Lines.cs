using System.Buffers;
using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// The lines of UTF-8 text, one at a time. A byte order mark is skipped, and lines end with LF or CR LF. Bytes that are
/// not UTF-8 are an error that names the line; they are not replaced silently.
/// </summary>
internal static class Utf8Lines
{
    private const int ChunkSize = 1 << 16;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines of a file.</summary>
    public static IEnumerable<string> ReadFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        foreach (var line in Read(stream, path))
        {
            yield return line;
        }
    }

    /// <summary>The lines of a stream, read on demand.</summary>
    public static IEnumerable<string> Read(Stream stream, string? file)
    {
        var chunk = new byte[ChunkSize];
        var unfinished = new ArrayBufferWriter<byte>();
        var number = 1L;
        for (int count; (count = stream.Read(chunk)) > 0;)
        {
            var start = 0;
            for (
                int length; (length = chunk.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                unfinished.Write(chunk.AsSpan(start, length));
                yield return Decode(unfinished.WrittenSpan, number++, file);
                unfinished.ResetWrittenCount();
            }

            unfinished.Write(chunk.AsSpan(start, count - start));
        }

        if (unfinished.WrittenCount > 0)
        {
            yield return Decode(unfinished.WrittenSpan, number, file);
        }
    }

    private static string Decode(ReadOnlySpan<byte> line, long number, string? file)
    {
        if (number == 1 && line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return Strict.GetString(line.EndsWith((byte)'\r') ? line[..^1] : line);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CorpusFormatException("the text is not UTF-8", file, number, innerException: exception);
        }
    }
}
