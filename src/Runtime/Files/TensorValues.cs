using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using FastElman.Model;

namespace FastElman.Files;

/// <summary>
/// The element types that tensors of other programs may have, and their conversion to float32. A model that we wrote
/// has float32, and float16 where its vectors of subwords are.
/// </summary>
internal static class TensorValues
{
    public const string Float32 = "F32";
    public const string Float16 = "F16";

    private const string Float64 = "F64";
    private const string BrainFloat16 = "BF16";

    /// <summary>Bytes that are converted at once; a multiple of every size of an element.</summary>
    private const int ChunkSize = 1 << 14;

    /// <summary>Names of the types, for messages.</summary>
    public static string All => $"{Float32}, {Float64}, {Float16} or {BrainFloat16}";

    /// <summary>Bytes of an element; 0 for a type that is not read.</summary>
    public static int SizeOf(string elementType) => elementType switch
    {
        Float64 => sizeof(double),
        Float32 => sizeof(float),
        Float16 or BrainFloat16 => sizeof(ushort),
        _ => 0,
    };

    /// <summary>Reads elements of any of the types, rounded to the nearest float32.</summary>
    /// <inheritdoc cref="ReadConverted"/>
    public static void Read(
        Stream stream, TensorEntry entry, Span<float> values, string? file, CancellationToken cancellationToken)
    {
        if (entry.ElementType != Float32)
        {
            ReadConverted(stream, entry, values, file, cancellationToken);
            return;
        }

        stream.ReadExactly(MemoryMarshal.AsBytes(values));
        LittleEndian.ToNative(values);
    }

    /// <summary>Reads elements of another type than float32, rounded to the nearest float32.</summary>
    /// <param name="stream">At the first element.</param>
    /// <param name="entry">The tensor.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="file">The file for messages, or null.</param>
    /// <param name="cancellationToken">Ends the reading between two chunks.</param>
    /// <param name="checksum">Gets the bytes that are read; null where there is none.</param>
    public static void ReadConverted(
        Stream stream,
        TensorEntry entry,
        Span<float> values,
        string? file,
        CancellationToken cancellationToken,
        TensorChecksum? checksum = null)
    {
        var size = SizeOf(entry.ElementType);
        var chunk = new byte[Math.Min(ChunkSize, (long)values.Length * size)];
        for (var start = 0; start < values.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(chunk.Length / size, values.Length - start);
            var bytes = chunk.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            checksum?.Append(bytes);
            var target = values.Slice(start, count);
            if (size == sizeof(double))
            {
                FromFloat64(chunk, target, entry, start, file);
            }
            else
            {
                FromHalf(chunk, target, entry.ElementType == BrainFloat16);
            }

            start += count;
        }
    }

    private static void FromFloat64(byte[] bytes, Span<float> values, TensorEntry entry, int start, string? file)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
            values[i] = (float)value;
            if (double.IsFinite(value) && !float.IsFinite(values[i]))
            {
                throw new ModelFormatException(
                    $"a float64 is beyond float32 at place {start + i}",
                    file,
                    entry.Name,
                    string.Create(CultureInfo.InvariantCulture, $"at most {float.MaxValue} in magnitude"),
                    value.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void FromHalf(byte[] bytes, Span<float> values, bool isBrainFloat)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(i * sizeof(ushort)));
            values[i] = isBrainFloat
                ? BitConverter.UInt32BitsToSingle((uint)bits << 16)
                : (float)BitConverter.UInt16BitsToHalf(bits);
        }
    }
}
