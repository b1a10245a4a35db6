using System.Buffers.Binary;

namespace FastElman.Interop.Pickle;

/// <summary>The element type of a NumPy array: whole numbers of 1, 2, 4 or 8 bytes, or objects.</summary>
internal sealed class NumpyDataType
{
    private readonly bool _isSigned;
    private bool _isBigEndian;

    /// <param name="name">
    /// NumPy's name: i or u and the number of bytes, optionally with the byte order before it.
    /// </param>
    public NumpyDataType(string name)
    {
        var kind = name.AsSpan();
        if (kind.StartsWith('<') || kind.StartsWith('>') || kind.StartsWith('|') || kind.StartsWith('='))
        {
            SetByteOrder(name[..1]);
            kind = kind[1..];
        }

        IsObject = kind is "O" or "O4" or "O8";
        (_isSigned, Size) = kind switch
        {
            _ when IsObject => (false, 0),
            "i1" => (true, 1),
            "i2" => (true, 2),
            "i4" => (true, 4),
            "i8" => (true, 8),
            "u1" => (false, 1),
            "u2" => (false, 2),
            "u4" => (false, 4),
            "u8" => (false, 8),
            _ => throw new PickleException(
                "an array's data type is not supported", "i1, i2, i4, i8, u1, u2, u4, u8 or O", $"\"{name}\""),
        };
    }

    /// <summary>Whether the elements are objects, which stand in the pickle one by one.</summary>
    public bool IsObject { get; }

    /// <summary>Bytes of an element; 0 for objects.</summary>
    public int Size { get; }

    /// <summary>The byte order: &lt; little-endian, &gt; big-endian, | without meaning (one byte), = that of the
    /// machine that wrote it, taken as little-endian.</summary>
    public void SetByteOrder(string order) => _isBigEndian = order switch
    {
        ">" => true,
        "<" or "|" or "=" => false,
        _ => throw new PickleException("an array's byte order is unknown", "<, >, | or =", $"\"{order}\""),
    };

    /// <summary>The element whose bytes are given.</summary>
    public long Read(ReadOnlySpan<byte> element) => (Size, _isSigned, _isBigEndian) switch
    {
        (1, true, _) => (sbyte)element[0],
        (1, false, _) => element[0],
        (2, true, false) => BinaryPrimitives.ReadInt16LittleEndian(element),
        (2, true, true) => BinaryPrimitives.ReadInt16BigEndian(element),
        (2, false, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
        (2, false, true) => BinaryPrimitives.ReadUInt16BigEndian(element),
        (4, true, false) => BinaryPrimitives.ReadInt32LittleEndian(element),
        (4, true, true) => BinaryPrimitives.ReadInt32BigEndian(element),
        (4, false, false) => BinaryPrimitives.ReadUInt32LittleEndian(element),
        (4, false, true) => BinaryPrimitives.ReadUInt32BigEndian(element),
        (_, true, false) => BinaryPrimitives.ReadInt64LittleEndian(element),
        (_, true, true) => BinaryPrimitives.ReadInt64BigEndian(element),
        (_, false, false) => ToSigned(BinaryPrimitives.ReadUInt64LittleEndian(element)),
        (_, false, true) => ToSigned(BinaryPrimitives.ReadUInt64BigEndian(element)),
    };

    private static long ToSigned(ulong value) =>
        value <= long.MaxValue
            ? (long)value
            : throw new PickleException("a number is too large", $"at most {long.MaxValue}", $"{value}");
}
