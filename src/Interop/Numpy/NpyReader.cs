using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using FastElman.Files;

namespace FastElman.Interop.Numpy;

/// <summary>
/// Reads float16, float32 and float64 vectors and matrices from .npy files: versions 1 to 3, C and Fortran order, in
/// either byte order. Everything else is refused with a <see cref="ModelFormatException"/>. Float32 keeps its bits, NaN
/// and infinities included, and float16 its values. Float64 is rounded to the nearest float32 and has to be in its
/// range.
/// </summary>
/// <remarks>The format: numpy/lib/format.py, NEP 1.</remarks>
internal static class NpyReader
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">Its name for messages, or null.</param>
    public static NpyArray Read(string path, string? tensor = null)
    {
        using var stream = ReplacedFile.OpenRead(path);
        return Read(stream, stream.Length, new TensorLocation(path, tensor));
    }

    /// <summary>Reads the bytes of one file, from a file or from an entry of an archive.</summary>
    /// <param name="stream">At the first byte.</param>
    /// <param name="length">Bytes of the whole file; the header has to promise exactly these.</param>
    /// <param name="location">For messages.</param>
    public static NpyArray Read(Stream stream, long length, TensorLocation location)
    {
        var header = ReadHeader(stream, length, location);
        var values = new float[header.ElementCount];
        ReadValues(stream, header, values, length, location);
        return new NpyArray(values, header.Shape);
    }

    /// <summary>Reads the header alone; it is checked against <paramref name="length"/>.</summary>
    /// <inheritdoc cref="Read(Stream, long, TensorLocation)"/>
    public static NpyHeader ReadHeader(Stream stream, long length, TensorLocation location)
    {
        try
        {
            return NpyHeader.Read(stream, length, location);
        }
        catch (EndOfStreamException exception)
        {
            throw Truncated(length, location, exception);
        }
    }

    /// <summary>Reads the values behind a header straight to where they belong.</summary>
    /// <param name="stream">At the first value.</param>
    /// <param name="header">The header that stands before them.</param>
    /// <param name="values">
    /// [<see cref="NpyHeader.ElementCount"/>]: receives the values row by row, whatever their order in the file.
    /// </param>
    /// <param name="length">Bytes of the whole file, for messages.</param>
    /// <param name="location">For messages.</param>
    public static void ReadValues(
        Stream stream, NpyHeader header, Span<float> values, long length, TensorLocation location)
    {
        try
        {
            if (header.ElementSize == sizeof(float) && !IsColumnByColumn(header))
            {
                ReadFloats(stream, header.IsBigEndian, values);
            }
            else
            {
                ReadConverted(stream, header, values, location);
            }
        }
        catch (EndOfStreamException exception)
        {
            throw Truncated(length, location, exception);
        }
    }

    /// <summary>Float32 in C order needs no conversion; only the byte order may differ.</summary>
    private static void ReadFloats(Stream stream, bool isBigEndian, Span<float> values)
    {
        stream.ReadExactly(MemoryMarshal.AsBytes(values));
        if (isBigEndian == BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    private static void ReadConverted(Stream stream, NpyHeader header, Span<float> values, TensorLocation location)
    {
        var size = header.ElementSize;
        var buffer = new byte[(int)Math.Min(BufferSize, (long)values.Length * size)];
        for (var start = 0; start < values.Length;)
        {
            var count = Math.Min(buffer.Length / size, values.Length - start);
            var bytes = buffer.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            for (var i = 0; i < count; i++)
            {
                var value = Decode(bytes.Slice(i * size, size), header.IsBigEndian, start + i, location);
                values[IndexInRows(start + i, header)] = value;
            }

            start += count;
        }
    }

    private static bool IsColumnByColumn(NpyHeader header) => header.IsFortranOrder && header.Shape.Length == 2;

    /// <summary>From the position of a value in the file to its position row by row.</summary>
    private static int IndexInRows(int index, NpyHeader header)
    {
        if (!IsColumnByColumn(header))
        {
            return index;
        }

        var (column, row) = Math.DivRem(index, header.Shape[0]);
        return (row * header.Shape[1]) + column;
    }

    private static float Decode(ReadOnlySpan<byte> bytes, bool isBigEndian, int index, TensorLocation location) =>
        (bytes.Length, isBigEndian) switch
        {
            (sizeof(ushort), false) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            (sizeof(ushort), true) => (float)BinaryPrimitives.ReadHalfBigEndian(bytes),
            (sizeof(float), false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            (sizeof(float), true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
            (_, false) => Round(BinaryPrimitives.ReadDoubleLittleEndian(bytes), index, location),
            (_, true) => Round(BinaryPrimitives.ReadDoubleBigEndian(bytes), index, location),
        };

    private static float Round(double value, int index, TensorLocation location)
    {
        var rounded = (float)value;
        return float.IsFinite(rounded) || !double.IsFinite(value)
            ? rounded
            : throw location.Error(
                $"has a float64 beyond float32 at place {index}",
                string.Create(CultureInfo.InvariantCulture, $"at most {float.MaxValue} in magnitude"),
                value.ToString(CultureInfo.InvariantCulture));
    }

    private static ModelFormatException Truncated(long length, TensorLocation location, Exception cause) =>
        location.Error("ended while it was read", $"{length} bytes", "fewer", cause);
}
