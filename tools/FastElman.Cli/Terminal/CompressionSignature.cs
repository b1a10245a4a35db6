namespace FastElman.Cli.Terminal;

/// <summary>Tells by the first bytes of an input whether it is compressed.</summary>
internal static class CompressionSignature
{
    /// <summary>The first bytes of every form; null is any byte from 0x50 to 0x5F.</summary>
    private static readonly (byte?[] Start, CompressionKind Kind)[] Starts =
    [
        // RFC 1952, section 2.3: the two identification bytes, and the one method that there is.
        ([0x1F, 0x8B, 8], CompressionKind.Gzip),

        // RFC 8878, sections 3.1.1 and 3.1.2: a frame, and a frame that is skipped, which may come first.
        ([0x28, 0xB5, 0x2F, 0xFD], CompressionKind.Zstandard),
        ([null, 0x2A, 0x4D, 0x18], CompressionKind.Zstandard),
    ];

    /// <summary>
    /// Reads the first bytes of a stream: no more of them than may belong to a signature. So a program that sends a
    /// sentence and waits for the answer is not kept waiting.
    /// </summary>
    /// <param name="stream">The stream, at its first byte.</param>
    /// <param name="start">The bytes that were read.</param>
    public static CompressionKind Read(Stream stream, out byte[] start)
    {
        start = [];
        while (stream.ReadByte() is >= 0 and var next)
        {
            start = [.. start, (byte)next];
            var seen = start;
            if (!Array.Exists(Starts, form => Begins(form.Start, seen)))
            {
                break;
            }

            if (Array.Find(Starts, form => form.Start.Length == seen.Length && Begins(form.Start, seen)) is
                { Start: not null } found)
            {
                return found.Kind;
            }
        }

        return CompressionKind.None;
    }

    /// <summary>Whether a signature begins with some bytes.</summary>
    private static bool Begins(byte?[] signature, byte[] bytes) =>
        bytes.Length <= signature.Length
        && bytes.Zip(signature).All(pair => pair.Second is { } expected
            ? pair.First == expected
            : pair.First is >= 0x50 and <= 0x5F);
}
