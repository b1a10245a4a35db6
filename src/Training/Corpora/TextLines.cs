using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// The lines of text, one at a time. Lines end with LF or CR LF. A byte order mark is skipped, and says which encoding
/// of Unicode the text has, whatever else is said. Bytes that are not text of the encoding are an error that names the
/// line; they are not replaced silently.
/// </summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Encodings with a byte order mark. UTF-32 comes first: its mark begins with that of UTF-16.</summary>
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        Utf8,
    ];

    /// <summary>The lines of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    public static IEnumerable<string> ReadFile(string path, Encoding? encoding = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        foreach (var line in Read(stream, path, encoding))
        {
            yield return line;
        }
    }

    /// <summary>The lines of a stream, read on demand: a line is given before the next has to be there.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">Its name for messages, or null.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    public static IEnumerable<string> Read(Stream stream, string? file, Encoding? encoding = null)
    {
        var lines = new ByteLines(stream);
        var strict = SkipMark(lines) ?? Strict(encoding);

        // Of other encodings than UTF-16 and UTF-32, a line feed is one byte that no other character has in it.
        var lineFeed = strict is UnicodeEncoding or UTF32Encoding ? strict.GetBytes("\n") : "\n"u8.ToArray();
        while (TryRead(lines, lineFeed, strict, file) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>The encoding that a byte order mark tells; null where there is none.</summary>
    private static Encoding? SkipMark(ByteLines lines)
    {
        // Only a byte that may begin a mark is worth to wait for more.
        if (lines.Peek(1) is not [0xEF or 0xFF or 0xFE or 0])
        {
            return null;
        }

        var start = lines.Peek(4);
        foreach (var encoding in Marked)
        {
            if (start.StartsWith(encoding.Preamble))
            {
                lines.Skip(encoding.Preamble.Length);
                return encoding;
            }
        }

        return null;
    }

    private static Encoding Strict(Encoding? encoding)
    {
        if (encoding is null or UTF8Encoding)
        {
            return Utf8;
        }

        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    private static string? TryRead(ByteLines lines, byte[] lineFeed, Encoding encoding, string? file)
    {
        if (!lines.TryReadUntil(lineFeed, out var bytes))
        {
            return null;
        }

        try
        {
            var line = encoding.GetString(bytes);
            return line is [.., '\r'] ? line[..^1] : line;
        }
        catch (DecoderFallbackException exception)
        {
            var problem = encoding is UTF8Encoding
                ? "the text is not UTF-8: name its encoding (--encoding latin1 or windows-1252, say), or convert it "
                    + "(iconv -f latin1 -t utf-8)"
                : $"the text is not {encoding.WebName}";
            throw new CorpusFormatException(problem, file, lines.Number, innerException: exception);
        }
    }
}
