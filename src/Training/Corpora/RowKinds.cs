using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// Tells of lines in columns what they are by their bytes, as <see cref="ConllColumns"/> does by their text: sentences
/// that are skipped are counted without being decoded.
/// </summary>
/// <remarks>
/// In UTF-8, UTF-16, UTF-32 and encodings of one byte a character, a text begins with another exactly where its bytes
/// do. Others have bytes that stand for no character: there lines are decoded.
/// </remarks>
internal sealed class RowKinds
{
    private readonly Encoding? _decoded;
    private readonly byte[] _blank;
    private readonly byte[] _tab;
    private readonly byte[] _return;
    private readonly byte[] _number;
    private readonly byte[] _documentStart;

    /// <param name="encoding">The encoding of the lines. Bytes that are not text of it are no error here.</param>
    public RowKinds(Encoding encoding)
    {
        Encoding = (Encoding)encoding.Clone();
        Encoding.DecoderFallback = DecoderFallback.ReplacementFallback;
        _decoded = encoding is UTF8Encoding or UnicodeEncoding or UTF32Encoding || encoding.IsSingleByte
            ? null
            : Encoding;
        _blank = encoding.GetBytes(" ");
        _tab = encoding.GetBytes("\t");
        _return = encoding.GetBytes("\r");
        _number = encoding.GetBytes("#");
        _documentStart = encoding.GetBytes(ConllColumns.DocumentStart);
    }

    /// <summary>The encoding, which replaces what is not text.</summary>
    public Encoding Encoding { get; }

    /// <summary>What a line is.</summary>
    /// <param name="line">The line without its line feed.</param>
    public RowKind Of(ReadOnlySpan<byte> line) => _decoded is null ? OfBytes(line) : OfText(line);

    private RowKind OfText(ReadOnlySpan<byte> line)
    {
        var text = EncodedLines.WithoutReturn(_decoded!.GetString(line));
        return ConllColumns.IsSeparator(text) ? RowKind.Separator
            : new ColumnLine(0, text).MayBeComment ? RowKind.MayBeComment
            : RowKind.Word;
    }

    private RowKind OfBytes(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith(_return))
        {
            line = line[..^_return.Length];
        }

        if (line.StartsWith(_number))
        {
            return RowKind.MayBeComment;
        }

        while (line.StartsWith(_blank) || line.StartsWith(_tab))
        {
            line = line[_blank.Length..];
        }

        return line.IsEmpty || line.StartsWith(_documentStart) ? RowKind.Separator : RowKind.Word;
    }
}
