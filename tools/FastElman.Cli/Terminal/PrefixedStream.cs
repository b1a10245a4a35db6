namespace FastElman.Cli.Terminal;

/// <summary>A stream of which the first bytes have been read already; it stays open.</summary>
/// <param name="prefix">These bytes.</param>
/// <param name="rest">The stream behind them.</param>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : InputStream
{
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given == prefix.Length)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, prefix.Length - _given);
        prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}
