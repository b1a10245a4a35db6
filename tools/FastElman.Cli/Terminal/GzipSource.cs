namespace FastElman.Cli.Terminal;

/// <summary>
/// The bytes that .NET decompresses as gzip, given so that data behind the last member are noticed. Of such data it
/// says nothing: a corpus whose second member is damaged at its beginning would be read as a shorter one.
/// </summary>
/// <remarks>
/// It asks for 8192 bytes at a time and does not tell how many of them it has used. Behind a member it wants to know
/// whether there is another; so where nothing follows, it has been told of the end. Where zeros may follow, bytes are
/// given one by one, and the last one of them is the first that it has not used.
/// </remarks>
internal sealed class GzipSource(Stream stream) : InputStream
{
    /// <summary>Bytes that are given one by one at the end: at least what the decompressor asks for at once.</summary>
    private const int LastBytes = 1 << 14;

    /// <summary>So many zeros one behind another may be padding; compressed data hardly have them.</summary>
    private const int LongRun = 16;

    private static readonly byte[] Zeros = new byte[LongRun];

    private readonly byte[] _buffer = new byte[4 * LastBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _hasToldEnd;

    /// <summary>The last byte that was given; null where it was one of several.</summary>
    private byte? _single;

    /// <summary>
    /// Reads on to the end, once all members are decompressed: nothing may follow but zeros, which fill the last block
    /// of a tape. gzip skips them too.
    /// </summary>
    /// <returns>Whether nothing else follows.</returns>
    public bool TryEnd()
    {
        var isClean = _hasToldEnd || _single == 0;
        while (isClean && !_hasToldEnd)
        {
            Fill();
            isClean = !_buffer.AsSpan(_start, _end - _start).ContainsAnyExcept((byte)0);
            _start = _end;
            _hasToldEnd = _isAtEnd;
        }

        return isClean;
    }

    public override int Read(Span<byte> buffer)
    {
        Fill();
        var count = Math.Min(buffer.Length, CountAtOnce(_buffer.AsSpan(_start, _end - _start)));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _single = count == 1 ? buffer[0] : null;
        _hasToldEnd |= count == 0 && buffer.Length > 0;
        return count;
    }

    private static int CountAtOnce(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= LastBytes)
        {
            return Math.Min(rest.Length, 1);
        }

        var count = rest.Length - LastBytes;
        var run = rest[..(count + LongRun)].IndexOf(Zeros);
        return run < 0 ? count : Math.Max(run, 1);
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
