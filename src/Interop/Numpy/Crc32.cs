namespace FastElman.Interop.Numpy;

/// <summary>The checksum of zip archives, which System.IO.Compression writes but does not compare on reading.</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <summary>The checksum and the number of all bytes to the end of a stream.</summary>
    public static uint Of(Stream stream, out long length)
    {
        var buffer = new byte[1 << 16];
        var checksum = uint.MaxValue;
        length = 0;
        for (int count; (count = stream.Read(buffer)) > 0; length += count)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);
            }
        }

        return ~checksum;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReversedPolynomial;
        }

        return value;
    }
}
