using System.Buffers;
using System.Text;
using FastElman.Files;

namespace FastElman.Training.Corpora;

/// <summary>
/// The lines of text, one at a time. A byte order mark is skipped, and lines end with LF or CR LF. Bytes that are not
/// text of the encoding are an error that names the line; they are not replaced silently.
/// </summary>
internal static class TextLines
{
    private const int ChunkSize = 1 << 16;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding; null for UTF-8, or UTF-16 where a byte order mark says so.</param>
    public static IEnumerable<string> ReadFile(string path, Encoding? encoding = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        foreach (var line in ReadSeekable(stream, path, encoding))
        {
            yield return line;
        }
    }

    /// <summary>The lines of a stream that can seek.</summary>
    public static IEnumerable<string> ReadSeekable(Stream stream, string? file, Encoding? encoding)
    {
        var isUtf16 = encoding is null
            && FileSignature.Of(FileSignature.Peek(stream, new byte[FileSignature.Length])) == FileKind.Utf16;
        return Read(stream, file, isUtf16 ? Encoding.Unicode : encoding);
    }

    /// <summary>The lines of a stream, read on demand.</summary>
    public static IEnumerable<string> Read(Stream stream, string? file, Encoding? encoding = null)
    {
        var strict = encoding is null or UTF8Encoding ? StrictUtf8 : Strict(encoding);

        // Line feeds can be found in the bytes where no other character has the byte of a line feed in it.
        return strict is UTF8Encoding || strict.IsSingleByte
            ? ReadBytes(stream, file, strict)
            : ReadCharacters(stream, file, strict);
    }

    private static IEnumerable<string> ReadBytes(Stream stream, string? file, Encoding encoding)
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
                yield return Decode(unfinished.WrittenSpan, encoding, number++, file);
                unfinished.ResetWrittenCount();
            }

            unfinished.Write(chunk.AsSpan(start, count - start));
        }

        if (unfinished.WrittenCount > 0)
        {
            yield return Decode(unfinished.WrittenSpan, encoding, number, file);
        }
    }

    private static IEnumerable<string> ReadCharacters(Stream stream, string? file, Encoding encoding)
    {
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        for (var number = 1L; ; number++)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (DecoderFallbackException exception)
            {
                throw new CorpusFormatException(
                    $"the text is not {encoding.WebName}", file, number, innerException: exception);
            }

            if (line is null)
            {
                yield break;
            }

            yield return line;
        }
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    private static string Decode(ReadOnlySpan<byte> line, Encoding encoding, long number, string? file)
    {
        if (number == 1 && encoding is UTF8Encoding && line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return encoding.GetString(line.EndsWith((byte)'\r') ? line[..^1] : line);
        }
        catch (DecoderFallbackException exception)
        {
            var problem = encoding is UTF8Encoding
                ? "the text is not UTF-8: name its encoding (--encoding latin1 or windows-1252, say), or convert it "
                    + "(iconv -f latin1 -t utf-8)"
                : $"the text is not {encoding.WebName}";
            throw new CorpusFormatException(problem, file, number, innerException: exception);
        }
    }
}
