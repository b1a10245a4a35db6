using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace FastElman.Cli.Terminal;

/// <summary>
/// An input as it was before gzip or zstd compressed it. Damaged, cut and foreign data are errors that name the input;
/// memory is bounded whatever the data say.
/// </summary>
internal sealed class DecompressedInput : InputStream
{
    /// <summary>
    /// The largest window of zstd, 2^27 bytes: that of <c>zstd --ultra -22</c>, and what zstd reads unless it is told
    /// otherwise. A frame names its window, up to 2^41 bytes, and the memory for it is needed to decompress it.
    /// </summary>
    private const int WindowBits = 27;

    private readonly Stream _data;
    private readonly GzipSource? _gzip;
    private readonly string _name;
    private readonly string _kind;

    private DecompressedInput(Stream data, GzipSource? gzip, string name) =>
        (_data, _gzip, _name, _kind) = (data, gzip, name, gzip is null ? "zstd" : "gzip");

    /// <summary>Looks at the first bytes of a stream, and decompresses where they say so.</summary>
    /// <param name="stream">The stream, at its first byte; it stays open.</param>
    /// <param name="name">Its name for messages.</param>
    /// <returns>The bytes; for a stream that is not compressed, its own.</returns>
    public static Stream Open(Stream stream, string name)
    {
        var kind = CompressionSignature.Read(stream, out var start);
        var whole = new PrefixedStream(start, stream);
        if (kind == CompressionKind.None)
        {
            return whole;
        }

        if (kind == CompressionKind.Gzip)
        {
            var gzip = new GzipSource(whole);
            return new DecompressedInput(new GZipStream(gzip, CompressionMode.Decompress, leaveOpen: true), gzip, name);
        }

        var decompressor = new Decompressor();
        decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, WindowBits);
        return new DecompressedInput(
            new DecompressionStream(
                whole, decompressor, checkEndOfStream: true, preserveDecompressor: false, leaveOpen: true),
            gzip: null,
            name);
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _data.Read(buffer);
        }
        catch (ZstdException e) when (e.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
        {
            throw new CommandFailedException(
                $"{_name}: the zstd data need a window of more than {1 << (WindowBits - 20)} MiB: compress them "
                    + $"with --long={WindowBits} or less",
                e);
        }
        catch (ZstdException e) when (e.Code == ZSTD_ErrorCode.ZSTD_error_dictionary_wrong)
        {
            throw new CommandFailedException(
                $"{_name}: the zstd data need a dictionary, which is not read here: compress them without one", e);
        }
        catch (Exception e) when (e is EndOfStreamException or ZstdException or InvalidDataException)
        {
            throw new CommandFailedException($"{_name}: the {_kind} data are damaged or cut short", e);
        }

        return count > 0 || buffer.IsEmpty || _gzip?.TryEnd() != false
            ? count
            : throw new CommandFailedException($"{_name}: the gzip data are damaged, or other data follow them");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _data.Dispose();
        }

        base.Dispose(disposing);
    }
}
