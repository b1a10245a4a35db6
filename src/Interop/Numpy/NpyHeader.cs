using System.Buffers.Binary;
using FastElman.Files;

namespace FastElman.Interop.Numpy;

/// <summary>
/// The header of an .npy file. It exists only where the file has exactly as many bytes of values as the header says.
/// </summary>
/// <param name="Shape">One number for a vector, rows and columns for a matrix.</param>
/// <param name="IsFortranOrder">Whether the values are stored column by column.</param>
/// <param name="IsBigEndian">Whether each value has its most significant byte first.</param>
/// <param name="ElementSize">Bytes of a value: 2 for float16, 4 for float32, 8 for float64.</param>
internal sealed record NpyHeader(int[] Shape, bool IsFortranOrder, bool IsBigEndian, int ElementSize)
{
    /// <summary>Bytes of the longest header: that of numpy, unless it is told to trust the file.</summary>
    private const int LongestText = 10_000;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The product of <see cref="Shape"/>.</summary>
    public int ElementCount => Shape.Aggregate(1, (product, dimension) => product * dimension);

    /// <summary>A shape as numpy writes it: <c>(4,)</c>, <c>(3, 4)</c>.</summary>
    public static string ShapeText(params ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";

    /// <summary>Reads the header and leaves the stream at the first value.</summary>
    /// <param name="stream">At the first byte of the file.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="location">For messages.</param>
    public static NpyHeader Read(Stream stream, long length, TensorLocation location)
    {
        const int VersionEnd = 8;
        Span<byte> prefix = stackalloc byte[VersionEnd + sizeof(uint)];
        Need(length, VersionEnd + sizeof(ushort), location);
        stream.ReadExactly(prefix[..VersionEnd]);
        if (!prefix.StartsWith(Magic))
        {
            if (stream.CanSeek)
            {
                stream.Position -= VersionEnd;
                if (FileSignature.Explain(stream, "an .npy file", FileKind.Numpy) is { } problem)
                {
                    throw location.Error(problem);
                }
            }

            throw location.Error(
                "is not an .npy file", @"\x93NUMPY at its start", Convert.ToHexString(prefix[..Magic.Length]));
        }

        var (major, minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw location.Error("has an unknown version of the .npy format", "1.0, 2.0 or 3.0", $"{major}.{minor}");
        }

        var lengthSize = major == 1 ? sizeof(ushort) : sizeof(uint);
        var textStart = VersionEnd + lengthSize;
        Need(length, textStart, location);
        stream.ReadExactly(prefix.Slice(VersionEnd, lengthSize));
        var textLength = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[VersionEnd..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[VersionEnd..]);
        if (textLength > LongestText)
        {
            throw location.Error("has too long a header", $"at most {LongestText} bytes", $"{textLength} bytes");
        }

        Need(length, textStart + textLength, location);
        var text = new byte[textLength];
        stream.ReadExactly(text);
        var header = new NpyHeaderParser(text, allowLongSuffix: major < 3, location).Parse();
        header.CheckLength(textStart + textLength, length, location);
        return header;
    }

    private static void Need(long length, long needed, TensorLocation location)
    {
        if (length < needed)
        {
            throw location.Error("ends inside the header", $"at least {needed} bytes", $"{length} bytes");
        }
    }

    private void CheckLength(long payloadStart, long length, TensorLocation location)
    {
        var count = Shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (count > Array.MaxLength)
        {
            throw location.Error("has too many elements", $"at most {Array.MaxLength}", ShapeText(Shape));
        }

        var expected = payloadStart + (count * ElementSize);
        if (length != expected)
        {
            throw location.Error(
                "is not as long as its header says",
                $"{expected} bytes for float{8 * ElementSize} {ShapeText(Shape)}",
                $"{length} bytes");
        }
    }
}
