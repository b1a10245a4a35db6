using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FastElman.Model;

/// <summary>Floats in little-endian byte order, that of the model files, on machines of either byte order.</summary>
internal static class LittleEndian
{
    /// <summary>
    /// The bytes of floats in a file: the memory itself on a little-endian machine, a copy on others.
    /// </summary>
    public static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(values);
        }

        var reversed = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), reversed);
        return MemoryMarshal.AsBytes(reversed.AsSpan());
    }

    /// <summary>
    /// Converts floats whose bytes were read from a file to the byte order of the machine. Does nothing on a
    /// little-endian one.
    /// </summary>
    public static void ToNative(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
