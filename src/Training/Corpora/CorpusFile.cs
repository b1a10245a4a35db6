using System.IO.Compression;
using FastElman.Files;

namespace FastElman.Training.Corpora;

/// <summary>One file of a corpus: recognises its format and reads it.</summary>
internal static class CorpusFile
{
    /// <summary>Bytes that any compressed text may decompress to.</summary>
    private const long SmallestLimit = 64L << 20;

    /// <summary>Bytes per byte of the file that a larger compressed text may decompress to.</summary>
    private const long LargestRatio = 40;

    /// <summary>Reads a file.</summary>
    public static CorpusContent Read(string path, CorpusLoadOptions options, List<string> remarks)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path, options, remarks);
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">The stream, which can seek.</param>
    /// <param name="name">Its name for messages and recognition, or null.</param>
    /// <param name="options">How to read.</param>
    /// <param name="remarks">Receives what was assumed and left out.</param>
    public static CorpusContent Read(Stream stream, string? name, CorpusLoadOptions options, List<string> remarks)
    {
        if (options.Format == CorpusFormat.Sequences)
        {
            throw new CorpusFormatException(
                "sequences are two files: give the folder of seq.in and seq.out, or one of both", name);
        }

        var kind = KindOf(stream);
        if (options.Format == CorpusFormat.Pickle || (options.Format == CorpusFormat.Automatic && IsPickle(kind, name)))
        {
            return FoldCorpus.Read(stream, name, options.Encoding);
        }

        if (kind == FileKind.Gzip)
        {
            using var text = Decompress(stream, name);
            kind = KindOf(text);
            return kind == FileKind.Pickle && options.Format == CorpusFormat.Automatic
                ? FoldCorpus.Read(stream, name, options.Encoding)
                : ReadText(text, kind, name, options, remarks);
        }

        return ReadText(stream, kind, name, options, remarks);
    }

    private static CorpusContent ReadText(
        Stream stream, FileKind kind, string? name, CorpusLoadOptions options, List<string> remarks)
    {
        // An encoding that is given may have any bytes; a format that is given may have words such as "{".
        var isText = kind is FileKind.Text or FileKind.Utf16 or FileKind.Empty
            || (kind == FileKind.Binary && options.Encoding is not null)
            || (kind is FileKind.Json or FileKind.Xml && options.Format != CorpusFormat.Automatic);
        if (!isText)
        {
            throw new CorpusFormatException(FileSignature.Explain(kind, "a corpus")!, name);
        }

        List<string> lines = [.. TextLines.Read(stream, name, options.Encoding)];
        RequireLineFeeds(lines, name);
        var isNamed = options.WordColumn is not null || options.LabelColumn is not null;
        var format = options.Format != CorpusFormat.Automatic ? options.Format
            : isNamed ? CorpusFormat.Columns
            : TextFormat.Recognize(lines, name);
        return CorpusContent.OfOneSet(format switch
        {
            CorpusFormat.Indices => IndexedSentences.Read(lines, name),
            CorpusFormat.IobLines => [.. SentenceLines.ReadIobLines(lines, name)],
            CorpusFormat.Cntk => [.. CntkText.Read(lines, name)],
            CorpusFormat.WordSlotPairs => [.. SentenceLines.ReadPairs(lines, name)],
            _ => ConllColumns.ReadLabelled(lines, name, options, remarks),
        });
    }

    /// <summary>
    /// Refuses text of old Macs, and of programs that write like them: it would be one line.
    /// </summary>
    private static void RequireLineFeeds(List<string> lines, string? name)
    {
        var index = lines.FindIndex(line => line.AsSpan().TrimEnd('\r').Contains('\r'));
        if (index >= 0)
        {
            throw new CorpusFormatException(
                "a carriage return is inside the line: lines end with LF or CR LF (tr '\\r' '\\n' makes them so)",
                name,
                index + 1);
        }
    }

    /// <summary>A pickle by its content; where the content is text or unknown bytes, by its name.</summary>
    private static bool IsPickle(FileKind kind, string? name) =>
        kind == FileKind.Pickle
        || (kind is FileKind.Binary or FileKind.Text or FileKind.Gzip or FileKind.Empty && IsPickleName(name));

    private static bool IsPickleName(string? name) =>
        name is not null
        && (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name) is var inner
        && (inner.EndsWith(".pkl", StringComparison.OrdinalIgnoreCase)
            || inner.EndsWith(".pickle", StringComparison.OrdinalIgnoreCase));

    private static FileKind KindOf(Stream stream) =>
        FileSignature.Of(FileSignature.Peek(stream, stackalloc byte[FileSignature.Length]));

    private static MemoryStream Decompress(Stream stream, string? name)
    {
        var start = stream.Position;
        var limit = Math.Max(SmallestLimit, LargestRatio * (stream.Length - start));
        var text = new MemoryStream();
        try
        {
            using var decompressed = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var chunk = new byte[1 << 16];
            for (int count; (count = decompressed.Read(chunk)) > 0;)
            {
                text.Write(chunk, 0, count);
                if (text.Length > limit)
                {
                    throw new CorpusFormatException(
                        "the file is far larger than it should be when decompressed",
                        name,
                        expected: $"at most {limit} bytes",
                        found: "more");
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new CorpusFormatException("the gzip data are damaged or cut short", name, innerException: exception);
        }

        stream.Position = start;
        text.Position = 0;
        return GzipTrailer.Fits(stream, text.GetBuffer().AsSpan(0, (int)text.Length))
            ? text
            : throw new CorpusFormatException("the gzip data are cut short, or other data follow them", name);
    }
}
