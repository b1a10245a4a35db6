using System.IO.Compression;
using FastElman.Files;

namespace FastElman.Interop.Pickle;

/// <summary>A pickle in a file, compressed with gzip or not. The first two bytes tell which, not the name.</summary>
internal static class PickleFile
{
    /// <summary>Bytes that any compressed file may decompress to.</summary>
    private const long SmallestLimit = 16L << 20;

    /// <summary>
    /// Bytes per byte of the file that a larger compressed file may decompress to. The tutorial's has a ratio of 17.
    /// </summary>
    private const long LargestRatio = 40;

    private const int ChunkSize = 1 << 16;

    /// <summary>Reads the bytes of the pickle.</summary>
    /// <param name="stream">The file, which can seek, from the current position to the end.</param>
    /// <returns>The decompressed bytes, and the number of bytes in the file.</returns>
    /// <exception cref="PickleException">
    /// The file is too large, is damaged gzip, or decompresses to far more than a fold.
    /// </exception>
    public static (byte[] Pickle, long FileLength) ReadBytes(Stream stream)
    {
        var start = stream.Position;
        var fileLength = stream.Length - start;
        if (!IsGzip(stream, start))
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
            var limit = Math.Min(Math.Max(SmallestLimit, LargestRatio * fileLength), Array.MaxLength);
            var length = DecompressedLength(stream, limit);
            stream.Position = start;
            using var decompressed = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var pickle = ReadAll(decompressed, length);
            stream.Position = start;
            return GzipTrailer.Fits(stream, pickle)
                ? (pickle, fileLength)
                : throw new PickleException("the gzip data are cut short, or other data follow them");
        }
        catch (InvalidDataException)
        {
            throw new PickleException("the gzip data are damaged or cut short");
        }
    }

    private static bool IsGzip(Stream stream, long start)
    {
        Span<byte> magic = stackalloc byte[2];
        var count = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return count == magic.Length && magic.SequenceEqual<byte>([0x1F, 0x8B]);
    }

    private static int DecompressedLength(Stream stream, long limit)
    {
        using var decompressed = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var chunk = new byte[ChunkSize];
        var length = 0L;
        for (int read; (read = decompressed.Read(chunk)) > 0;)
        {
            length += read;
            if (length > limit)
            {
                throw new PickleException(
                    "the file is far larger than it should be when decompressed", $"at most {limit} bytes", "more");
            }
        }

        return (int)length;
    }

    private static byte[] ReadAll(Stream stream, int length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
