using System.Buffers.Binary;
using System.Text;
using FastElman.Files;
using FastElman.Model;

namespace FastElman.Interop.Numpy;

/// <summary>
/// Writes float32 vectors and matrices as numpy.save does, byte for byte: version 1.0, C order, little-endian.
/// </summary>
internal static class NpyWriter
{
    /// <summary>
    /// Magic, version, length and dictionary, padded to a multiple of 64. The header of a vector or a matrix takes more
    /// than 64 bytes and at most 128, whatever its numbers. So it can be overwritten once the number of rows is known.
    /// </summary>
    private const int HeaderLength = 128;

    private const int TextStart = 10;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="shape">One or two numbers whose product is the number of elements.</param>
    public static void Write(string path, float[] values, int[] shape) =>
        AtomicFile.Write(path, stream => Write(stream, values, shape));

    /// <summary>Writes an array into a stream.</summary>
    /// <param name="stream">Takes the bytes.</param>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="shape">One or two numbers whose product is the number of elements.</param>
    /// <exception cref="ArgumentException">The shape has another product, or more than two numbers.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        if (shape.Length is not (1 or 2) || (long)shape[0] * (shape.Length == 2 ? shape[1] : 1) != values.Length)
        {
            throw new ArgumentException(
                $"The shape {NpyHeader.ShapeText(shape)} does not hold {values.Length} values.", nameof(shape));
        }

        WriteHeader(stream, NpyHeader.ShapeText(shape));
        WriteValues(stream, values);
    }

    /// <summary>Writes a matrix whose number of rows is known only at the end, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Values in a row, at least 1.</param>
    /// <param name="write">Writes all rows before it returns.</param>
    public static void WriteRows(string path, int columns, Action<NpyRowWriter> write)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        AtomicFile.Write(path, stream =>
        {
            stream.Position = HeaderLength;
            var rows = new NpyRowWriter(stream, columns);
            write(rows);
            stream.Position = 0;
            WriteHeader(stream, $"({rows.Count}, {columns})");
        });
    }

    /// <summary>Writes values as they stand in a file: little-endian, without a copy where the machine is.</summary>
    internal static void WriteValues(Stream stream, ReadOnlySpan<float> values) =>
        stream.Write(LittleEndian.BytesOf(values));

    private static void WriteHeader(Stream stream, string shape)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Fill((byte)' ');
        NpyHeader.Magic.CopyTo(header);
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], HeaderLength - TextStart);
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}";
        Encoding.ASCII.GetBytes(text, header[TextStart..^1]);
        header[^1] = (byte)'\n';
        stream.Write(header);
    }
}
