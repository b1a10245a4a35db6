using System.IO.Compression;

namespace FastElman.Training.Corpora.Pickle;

/// <summary>A pickle in a file, compressed with gzip or not: its first bytes tell, not its name.</summary>
internal static class PickleFile
{
    /// <summary>Any compressed file may have as many bytes when decompressed.</summary>
    private const long SmallestLimit = 16L << 20;

    /// <summary>What a compressed file may grow by; the tutorial's grows 17 times.</summary>
    private const long LargestRatio = 100;

    /// <summary>Reads the bytes of the pickle; the length is how many the file itself has.</summary>
    /// <exception cref="PickleException">The file is too large, no sound gzip, or a bomb.</exception>
    public static (ReadOnlyMemory<byte> Pickle, long FileLength) ReadBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var fileLength = stream.Length;
        if (!IsGzip(stream))
        {
            return (ReadAll(stream, Array.MaxLength), fileLength);
        }

        using var decompressed = new GZipStream(stream, CompressionMode.Decompress);
        try
        {
            return (ReadAll(decompressed, Math.Min(Math.Max(SmallestLimit, LargestRatio * fileLength), Array.MaxLength)), fileLength);
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

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, long limit)
    {
        var bytes = new byte[1 << 16];
        var count = 0;
        for (int read; (read = stream.Read(bytes.AsSpan(count))) > 0;)
        {
            count += read;
            if (count > limit)
            {
                throw new PickleException("the file is far larger than it should be when decompressed", $"at most {limit} bytes", "more");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1));
            }
        }

        return bytes.AsMemory(0, count);
    }
}
