using System.Buffers.Binary;
using System.IO.Hashing;

namespace FastElman.Files;

/// <summary>
/// Whether a gzip file is whole. .NET's decompressor takes the end of a file for the end of its data, so a download
/// that broke off would be read as a shorter file.
/// </summary>
internal static class GzipTrailer
{
    /// <summary>RFC 1952, section 2.3.1: the CRC-32 and the length of the data, modulo 2^32.</summary>
    private const int Length = 2 * sizeof(uint);

    /// <summary>
    /// Whether the decompressed data end as the last bytes of the file say. A file may have several members one after
    /// another, and its last bytes speak of the last; so the data that they describe are the last ones.
    /// </summary>
    /// <param name="file">The file, which can seek; it stays where it is.</param>
    /// <param name="data">All data decompressed from it, shorter than 2^32 bytes.</param>
    public static bool Fits(Stream file, ReadOnlySpan<byte> data)
    {
        var position = file.Position;
        if (file.Length - position < Length)
        {
            return false;
        }

        Span<byte> trailer = stackalloc byte[Length];
        file.Position = file.Length - Length;
        file.ReadExactly(trailer);
        file.Position = position;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]);
        return length <= data.Length && Crc32.HashToUInt32(data[^(int)length..]) == checksum;
    }
}
