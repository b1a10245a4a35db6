using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FastElman.Model;

/// <summary>Floats in the byte order of our files, also on machines that have the other one.</summary>
internal static class LittleEndian
{
    /// <summary>
    /// The floats as they stand in a file: the memory itself on a little-endian machine, else a copy.
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
    /// Turns floats whose bytes were read from a file into this machine's: nothing at all on a little-endian one.
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
