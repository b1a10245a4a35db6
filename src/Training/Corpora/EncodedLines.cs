using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// The lines of text before they are decoded, one at a time. Lines end with LF or CR LF. A byte order mark is skipped,
/// and says which encoding of Unicode the text has, whatever else is said. Bytes that are not text of the encoding are
/// an error that names the line; they are not replaced silently.
/// </summary>
internal sealed class EncodedLines
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

    private readonly ByteLines _lines;
    private readonly string? _file;
    private readonly byte[] _lineFeed;

    /// <summary>Reads the byte order mark, where there is one.</summary>
    /// <param name="lines">The bytes, of which no line has been read.</param>
    /// <param name="file">The name of the file for messages, or null.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    public EncodedLines(ByteLines lines, string? file, Encoding? encoding)
    {
        _lines = lines;
        _file = file;
        Encoding = SkipMark(lines) ?? Strict(encoding);

        // Of other encodings than UTF-16 and UTF-32, a line feed is one byte that no other character has in it.
        _lineFeed = Encoding is UnicodeEncoding or UTF32Encoding ? Encoding.GetBytes("\n") : "\n"u8.ToArray();
    }

    /// <summary>The encoding, which throws where bytes are not text.</summary>
    public Encoding Encoding { get; }

    /// <summary>The next line without its line feed; false at the end. Valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line) => _lines.TryReadUntil(_lineFeed, out line);

    /// <summary>The text of a line, without a carriage return at its end.</summary>
    /// <param name="line">The last line that was read, which a message names by its number.</param>
    /// <exception cref="CorpusFormatException">The bytes are not text of the encoding.</exception>
    public string Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return WithoutReturn(Encoding.GetString(line));
        }
        catch (DecoderFallbackException exception)
        {
            var problem = Encoding is UTF8Encoding
                ? "the text is not UTF-8: name its encoding (--encoding latin1 or windows-1252, say), or convert it "
                    + "(iconv -f latin1 -t utf-8)"
                : $"the text is not {Encoding.WebName}";
            throw new CorpusFormatException(problem, _file, _lines.Number, innerException: exception);
        }
    }

    /// <summary>A line without a carriage return at its end.</summary>
    public static string WithoutReturn(string line) => line is [.., '\r'] ? line[..^1] : line;

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
}
