namespace FastElman.Training.Embeddings;

/// <summary>
/// The bytes of a file of word vectors, as lines of text or as fields of a binary format, in a buffer that is used
/// again: a file of gigabytes passes through it without an allocation for each line.
/// </summary>
internal sealed class VectorLines(Stream stream)
{
    /// <summary>Bytes of the longest line or field. A line of 300 values has about 3 kB.</summary>
    private const int LargestBuffer = 1 << 24;

    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Lines, or fields up to a delimiter, read so far.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end; false at the end of the file. Valid until the next call.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var found = TryReadUntil((byte)'\n', out line);
        line = line.TrimEnd((byte)'\r');
        return found;
    }

    /// <summary>The bytes up to a delimiter, which is skipped, or up to the end of the file.</summary>
    public bool TryReadUntil(byte delimiter, out ReadOnlySpan<byte> bytes)
    {
        for (var searched = 0; ;)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(delimiter);
            if (length >= 0)
            {
                bytes = _buffer.AsSpan(_start, searched + length);
                _start += searched + length + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                bytes = _buffer.AsSpan(_start, searched);
                _start = _end;
                Number += searched > 0 ? 1 : 0;
                return searched > 0;
            }
        }
    }

    /// <summary>The next bytes, which stay; fewer than asked for at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && Fill())
        {
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Skips bytes that were peeked at.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Reads more bytes behind those that are there; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LargestBuffer)
            {
                throw new CorpusFormatException(
                    "a line is too long for a word and its vector", line: Number + 1, found: $"{_buffer.Length} bytes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
        return !_isAtEnd;
    }
}
