using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FastElman.Interop.Pickle;

/// <summary>
/// The bytes of a pickle, read from front to back. Every length is checked against the bytes that are left.
/// </summary>
internal ref struct PickleInput(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Bytes(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw new PickleException(
                "the pickle ends too early", $"{count} more bytes", $"{_bytes.Length - Position}");
        }

        var slice = _bytes.Slice(Position, (int)count);
        Position += slice.Length;
        return slice;
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>An integer of <paramref name="count"/> bytes, little-endian, in two's complement.</summary>
    public long Long(ulong count)
    {
        var digits = Bytes(count);
        if (digits.Length > sizeof(long))
        {
            throw new PickleException("a number is too large", "at most 8 bytes", $"{digits.Length}");
        }

        var value = digits.Length > 0 && (digits[^1] & 0x80) != 0 ? -1L : 0L;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    /// <summary>UTF-8 text of a length in bytes.</summary>
    public string Text(ulong count)
    {
        var bytes = Bytes(count);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleException("a text is not UTF-8");
        }
    }

    /// <summary>The bytes up to the next line feed, which is skipped.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var length = _bytes[Position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new PickleException("the pickle ends too early", "a line feed", "the end");
        }

        var line = _bytes.Slice(Position, length);
        Position += length + 1;
        return line;
    }

    /// <summary>A line as text.</summary>
    public string TextLine()
    {
        var line = Line();
        Position -= line.Length + 1;
        var text = Text((ulong)line.Length);
        Position++;
        return text;
    }

    /// <summary>A line with a whole number, as protocol 0 writes it; Python 2 ends a long one with L.</summary>
    public long NumberLine()
    {
        var line = Line();
        var digits = line.EndsWith((byte)'L') ? line[..^1] : line;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new PickleException("this is no whole number of 64 bits", found: Encoding.Latin1.GetString(line));
    }

    /// <summary>A line with the number of a memo entry.</summary>
    public uint MemoLine() => uint.TryParse(Line(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? index
        : throw new PickleException("this is no memo index");

    /// <summary>A line with a number in decimal or scientific form.</summary>
    public double DoubleLine() =>
        double.TryParse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new PickleException("this is no number");
}
