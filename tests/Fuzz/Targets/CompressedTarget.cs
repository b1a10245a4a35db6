using System.IO.Compression;
using FastElman.Cli.Terminal;
using ZstdSharp;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// An input that may be compressed. It is read to its end, or to a limit, since a few bytes can stand for gigabytes;
/// the memory that it takes is bounded whatever it says. What is read is what the decompressor alone reads, and what is
/// not compressed is read as it is.
/// </summary>
internal sealed class CompressedTarget() : FuzzTarget("compressed")
{
    private const int Limit = 1 << 20;

    private readonly byte[] _buffer = new byte[1 << 12];

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0x1F, 0x8B, 8, 0], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x2A, 0x4D, 0x18], [0xFF, 0xFF, 0xFF, 0x7F],
    ];

    /// <summary>The largest window that is read, and the decompressor.</summary>
    public override long AllowedBytes => 140L << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] text = [.. Enumerable.Repeat("from oslo to rome\n"u8.ToArray(), 40).SelectMany(line => line)];
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(text);
        }

        using var compressor = new Compressor();
        byte[] zstd = [.. compressor.Wrap(text)];
        return [gzip.ToArray(), zstd, text, [.. gzip.ToArray(), .. gzip.ToArray()], [.. zstd, .. zstd]];
    }

    public override bool IsRefusal(Exception exception) => exception is CommandFailedException;

    public override int Run(byte[] input)
    {
        using var stream = DecompressedInput.Open(new MemoryStream(input), "input");
        using var read = new MemoryStream();
        var count = 1;
        while (read.Length < Limit && count > 0)
        {
            count = stream.Read(_buffer);
            read.Write(_buffer, 0, count);
        }

        var isCompressed = stream is DecompressedInput;
        if (count == 0)
        {
            Require(
                read.ToArray().AsSpan().SequenceEqual(isCompressed ? DecompressAlone(input) : input),
                "what is read is what the decompressor alone gives");
        }

        return HashCode.Combine(isCompressed, Magnitude((int)read.Length));
    }

    private static byte[] DecompressAlone(byte[] input)
    {
        using var plain = new MemoryStream(input);
        using Stream alone = input[0] == 0x1F
            ? new GZipStream(plain, CompressionMode.Decompress)
            : new DecompressionStream(plain);
        using var read = new MemoryStream();
        alone.CopyTo(read);
        return read.ToArray();
    }
}
