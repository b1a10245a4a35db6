using System.IO.Compression;
using System.IO.Hashing;

namespace FastElman.Interop.Archives;

/// <summary>
/// An entry of a zip archive is what the directory of the archive says. System.IO.Compression does not compare the
/// checksum, and damaged values would go unnoticed.
/// </summary>
internal static class CheckedEntry
{
    private const int ChunkSize = 1 << 16;

    /// <summary>Reads an entry once and compares its length and checksum with the directory.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>
    /// Null for a sound entry, or what was expected and found. The entry may change between this and its reading.
    /// </returns>
    public static (string Expected, string Found)? FindDamage(ZipArchiveEntry entry)
    {
        var checksum = Checksum(entry, out var length);
        return checksum == entry.Crc32 && length == entry.Length
            ? null
            : ($"{entry.Length} bytes with the checksum {entry.Crc32:x8}", $"other bytes ({length} of them)");
    }

    private static uint Checksum(ZipArchiveEntry entry, out long length)
    {
        using var stream = entry.Open();
        var checksum = new Crc32();
        var chunk = new byte[ChunkSize];
        length = 0;
        for (int count; (count = stream.Read(chunk)) > 0; length += count)
        {
            checksum.Append(chunk.AsSpan(0, count));
        }

        return checksum.GetCurrentHashAsUInt32();
    }
}
