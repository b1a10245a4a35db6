using System.IO.Compression;

namespace FastElman.Interop.Pickle;

/// <summary>A pickle in a file, compressed with gzip or not: its first bytes tell, not its name.</summary>
internal static class PickleFile
{
    /// <summary>Any compressed file may have as many bytes when decompressed.</summary>
    private const long SmallestLimit = 16L << 20;

    /// <summary>What a compressed file may grow by; the tutorial's grows 17 times.</summary>
    private const long LargestRatio = 40;

    private const int ChunkSize = 1 << 16;

    /// <summary>Reads the bytes of the pickle; the length is how many the file itself has.</summary>
    /// <exception cref="PickleException">The file is too large, no sound gzip, or a bomb.</exception>
    public static (ReadOnlyMemory<byte> Pickle, long FileLength) ReadBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var fileLength = stream.Length;
        if (!IsGzip(stream))
        {
            if (fileLength > Array.MaxLength)
            {
                throw new PickleException("the file is too large", $"at most {Array.MaxLength} bytes", $"{fileLength}");
            }

            return (ReadAll(stream, (int)fileLength), fileLength);
        }

        try
        {
            // Twice through the file, so that a bomb costs time but no memory.
            var length = DecompressedLength(stream, Math.Min(Math.Max(SmallestLimit, LargestRatio * fileLength), Array.MaxLength));
            stream.Position = 0;
            using var decompressed = new GZipStream(stream, CompressionMode.Decompress);
            return (ReadAll(decompressed, length), fileLength);
        }
        catch (InvalidDataException)
        {
            throw new PickleException("the gzip data are damaged");
        }
    }

    private static bool IsGzip(FileStream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var count = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return count == magic.Length && magic.SequenceEqual<byte>([0x1F, 0x8B]);
    }

    private static int DecompressedLength(FileStream stream, long limit)
    {
        using var decompressed = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var chunk = new byte[ChunkSize];
        var length = 0L;
        for (int read; (read = decompressed.Read(chunk)) > 0;)
        {
            length += read;
            RequireLength(length, limit);
        }

        return (int)length;
    }

    private static void RequireLength(long length, long limit)
    {
        if (length > limit)
        {
            throw new PickleException("the file is far larger than it should be when decompressed", $"at most {limit} bytes", "more");
        }
    }

    private static byte[] ReadAll(Stream stream, int length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
