using System.Buffers.Binary;
using System.Text;

namespace FastElman.Files;

/// <summary>
/// What a file is by its first bytes, whatever its name says. Readers look at it to find the form of a file, and
/// messages about a file of the wrong form say what it seems to be.
/// </summary>
internal static class FileSignature
{
    /// <summary>First bytes that are looked at.</summary>
    public const int Length = 512;

    /// <summary>Fewer bytes of text may be the beginning of anything.</summary>
    private const int LeastText = 16;

    private static readonly (byte[] Start, FileKind Kind)[] Starts =
    [
        ([0x1F, 0x8B], FileKind.Gzip),
        ("PK\x03\x04"u8.ToArray(), FileKind.Zip),
        ("PK\x05\x06"u8.ToArray(), FileKind.Zip),
        ([0x93, .. "NUMPY"u8], FileKind.Numpy),
        ([0xFD, .. "7zXZ"u8, 0], FileKind.Compressed),
        ("BZh"u8.ToArray(), FileKind.Compressed),
        ([0x28, 0xB5, 0x2F, 0xFD], FileKind.Compressed),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], FileKind.Compressed),
        ([0x89, .. "HDF\r\n"u8], FileKind.Hdf5),
        ([0xFF, 0xFE], FileKind.Utf16),
        ([0xFE, 0xFF], FileKind.Utf16),
        ([0xBA, 0x16, 0x4F, 0x2F], FileKind.FastTextModel),
        ("version https://git-lfs.github.com/spec/"u8.ToArray(), FileKind.GitLfsPointer),
        ("%PDF-"u8.ToArray(), FileKind.Document),
        ([0x89, .. "PNG\r\n"u8], FileKind.Document),
        ("PAR1"u8.ToArray(), FileKind.Parquet),
    ];

    /// <summary>The first bytes of a stream that can seek, which stays where it is.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="buffer">Receives up to its length.</param>
    public static ReadOnlySpan<byte> Peek(Stream stream, Span<byte> buffer)
    {
        var position = stream.Position;
        var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return buffer[..count];
    }

    /// <summary>The kind of a file.</summary>
    /// <param name="start">Its first bytes, <see cref="Length"/> of them where it has so many.</param>
    public static FileKind Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return FileKind.Empty;
        }

        foreach (var (signature, kind) in Starts)
        {
            if (start.StartsWith(signature))
            {
                return kind;
            }
        }

        if (PickleSignature.IsPickle(start))
        {
            return FileKind.Pickle;
        }

        return IsSafetensors(start) ? FileKind.Safetensors
            : IsOnnx(start) ? FileKind.Onnx
            : start.Contains((byte)0) ? FileKind.Binary
            : OfText(start);
    }

    /// <summary>
    /// The problem with a file of another kind than expected, and what to do about it, such as "this is a web page
    /// (HTML), not a pickle: fetch the file itself"; null where the kind is unknown.
    /// </summary>
    /// <param name="kind">What the file seems to be.</param>
    /// <param name="expected">What it should be, with an article.</param>
    public static string? Explain(FileKind kind, string expected) =>
        NameOf(kind) is { } name ? $"this is {name}, not {expected}{Advice(kind)}" : null;

    /// <summary>
    /// The problem with a stream that is not of the form expected, as <see cref="Explain(FileKind, string)"/> says it;
    /// null where its first bytes do not tell what it is.
    /// </summary>
    /// <param name="stream">The file, which can seek, at its first byte; it stays there.</param>
    /// <param name="expected">What it should be, with an article.</param>
    /// <param name="ownKind">The kind of a sound file, which explains nothing.</param>
    public static string? Explain(Stream stream, string expected, FileKind ownKind)
    {
        var start = Peek(stream, stackalloc byte[Length]);
        var kind = Of(start);
        return kind == ownKind || kind is FileKind.Binary or FileKind.Empty
            || (kind == FileKind.Text && start.Length < LeastText)
                ? null
                : Explain(kind, expected);
    }

    private static string? NameOf(FileKind kind) => kind switch
    {
        FileKind.Empty => "an empty file",
        FileKind.Text => "text",
        FileKind.Html => "a web page (HTML)",
        FileKind.Xml => "XML",
        FileKind.Json => "JSON",
        FileKind.GitLfsPointer => "a Git LFS pointer",
        FileKind.Gzip => "a file compressed with gzip",
        FileKind.Compressed => "a compressed file",
        FileKind.Zip => "a zip archive",
        FileKind.Numpy => "a NumPy array (.npy)",
        FileKind.Safetensors => "a safetensors file by its content",
        FileKind.Pickle => "a pickle by its content",
        FileKind.Onnx => "an ONNX model",
        FileKind.Hdf5 => "an HDF5 file",
        FileKind.Parquet => "a Parquet file",
        FileKind.FastTextModel => "fastText's binary model",
        FileKind.Document => "a document or an image",
        FileKind.Utf16 => "text in UTF-16",
        FileKind.Binary => "binary data of an unknown form",
        _ => null,
    };

    private static string Advice(FileKind kind) => kind switch
    {
        FileKind.Html => ": the download was of a page about the file; fetch the file itself",
        FileKind.GitLfsPointer => ": fetch the file that it points to with git lfs pull",
        FileKind.Gzip or FileKind.Compressed => ": decompress it first",
        FileKind.FastTextModel => ": the vectors are in the .vec file",
        _ => string.Empty,
    };

    private static bool IsSafetensors(ReadOnlySpan<byte> start) =>
        start.Length > SafetensorsHeader.PrefixLength
        && start[SafetensorsHeader.PrefixLength] == '{'
        && BinaryPrimitives.ReadUInt64LittleEndian(start) is >= 2 and <= SafetensorsHeader.MaximumLength;

    /// <summary>
    /// A message of Protocol Buffers that begins with the fields of onnx.proto's ModelProto: its version, then the
    /// producer's name or version, the domain, the model's version, the documentation, the graph or the operators.
    /// </summary>
    private static bool IsOnnx(ReadOnlySpan<byte> start) =>
        start is [0x08, >= 1 and <= 32, 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42, ..];

    private static FileKind OfText(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            start = start[Encoding.UTF8.Preamble.Length..];
        }

        start = start.TrimStart(" \t\r\n"u8);
        if (Begins(start, "<!doctype html"u8) || Begins(start, "<html"u8) || Begins(start, "<head>"u8))
        {
            return FileKind.Html;
        }

        if (Begins(start, "<?xml "u8))
        {
            return start.IndexOf("<html"u8) >= 0 ? FileKind.Html : FileKind.Xml;
        }

        return IsJson(start) ? FileKind.Json : FileKind.Text;
    }

    /// <summary>
    /// An object, or an array of objects, whose first property has a value: one brace in a text is not JSON.
    /// </summary>
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var isArray = text.StartsWith((byte)'[');
        var content = isArray ? text[1..].TrimStart(" \t\r\n"u8) : text;
        return content.StartsWith((byte)'{')
            && content[1..].TrimStart(" \t\r\n"u8) is [(byte)'"', .. var name]
            && name.IndexOf((byte)'"') is >= 0 and var end
            && name[(end + 1)..].TrimStart(" \t"u8).StartsWith((byte)':');
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) =>
        text.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(text[..lowerCase.Length], lowerCase);
}
