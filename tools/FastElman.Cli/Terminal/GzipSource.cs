namespace FastElman.Cli.Terminal;

/// <summary>
/// The bytes that .NET decompresses as gzip, given so that data behind the last member are noticed. Of such data it
/// says nothing: a corpus whose second member is damaged at its beginning would be read as a shorter one.
/// </summary>
/// <remarks>
/// It asks for 8192 bytes at a time and does not tell how many of them it has used. So the last bytes of the input are
/// given one by one: whoever has read the last member then leaves others here, where there are at least two.
/// </remarks>
internal sealed class GzipSource(Stream stream) : InputStream
{
    /// <summary>Bytes that are given one by one: at least what the decompressor asks for at once.</summary>
    private const int LastBytes = 1 << 14;

    private readonly byte[] _buffer = new byte[4 * LastBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Whether there are bytes that have not been asked for.</summary>
    public bool HasMore
    {
        get
        {
            Fill();
            return _end > _start;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Fill();
        var rest = _end - _start;
        var count = Math.Min(buffer.Length, rest > LastBytes ? rest - LastBytes : Math.Min(rest, 1));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Reads on until more than the last bytes are there, or the end is.</summary>
    private void Fill()
    {
        if (_isAtEnd || _end - _start > LastBytes)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (!_isAtEnd && _end <= LastBytes)
        {
            var count = stream.Read(_buffer.AsSpan(_end));
            _end += count;
            _isAtEnd = count == 0;
        }
    }
}
