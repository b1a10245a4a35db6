using System.IO.Hashing;

namespace FastElman.Training.Corpora;

/// <summary>
/// The bytes of a stream as lines, or as fields of a binary format, in a buffer that is used again: a file of gigabytes
/// passes through it without an allocation for each line. It waits for more bytes only where it needs them.
/// </summary>
/// <param name="stream">The bytes, from the current position on; it stays open.</param>
/// <param name="longest">Bytes of the longest line or field.</param>
/// <param name="file">The name of the stream for messages, or null.</param>
internal sealed class ByteLines(Stream stream, int longest = int.MaxValue, string? file = null)
{
    private const byte LineFeed = (byte)'\n';

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Bytes of the buffer that <see cref="_passed"/> has, at most up to <see cref="_start"/>.</summary>
    private int _hashed;

    private XxHash128? _passed;

    /// <summary>Lines, or fields up to a delimiter, read so far.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end, a line feed; false at the end. Valid until the next call.</summary>
    /// <param name="line">The line. A carriage return before the line feed belongs to it.</param>
    public bool TryReadLine(out ReadOnlySpan<byte> line) => TryReadUntil(LineFeed, out line);

    /// <summary>The bytes up to a delimiter, which is skipped, or up to the end of the stream.</summary>
    public bool TryReadUntil(byte delimiter, out ReadOnlySpan<byte> bytes) => TryReadUntil([delimiter], out bytes);

    /// <summary>The bytes up to a delimiter, which is skipped, or up to the end of the stream.</summary>
    /// <param name="delimiter">
    /// [1, 2 or 4]: a character. Only multiples of its length are looked at, where characters of this length begin.
    /// </param>
    /// <param name="bytes">The bytes; valid until the next call.</param>
    public bool TryReadUntil(scoped ReadOnlySpan<byte> delimiter, out ReadOnlySpan<byte> bytes)
    {
        for (var searched = 0; ;)
        {
            var length = IndexOf(delimiter, _buffer.AsSpan(_start, _end - _start), searched);
            if (length >= 0)
            {
                bytes = _buffer.AsSpan(_start, length);
                _start += length + delimiter.Length;
                Number++;
                return true;
            }

            searched = (_end - _start) / delimiter.Length * delimiter.Length;
            if (!Fill())
            {
                bytes = _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                Number += bytes.IsEmpty ? 0 : 1;
                return !bytes.IsEmpty;
            }
        }
    }

    /// <summary>The next bytes, which stay; fewer than asked for at the end of the stream.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && Fill())
        {
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Skips bytes that were peeked at.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>The place of a delimiter at a multiple of its length, from such a place on; −1 for none.</summary>
    private static int IndexOf(scoped ReadOnlySpan<byte> delimiter, ReadOnlySpan<byte> bytes, int start)
    {
        while (bytes[start..].IndexOf(delimiter) is var length && length >= 0)
        {
            if ((start + length) % delimiter.Length == 0)
            {
                return start + length;
            }

            start = (start + length + delimiter.Length) / delimiter.Length * delimiter.Length;
        }

        return -1;
    }

    /// <summary>Hashes from here on everything that is passed; called before the first line is read.</summary>
    public void StartHash() => _passed = new XxHash128();

    /// <summary>
    /// The hash of the bytes from the beginning of the stream up to the place where the next line begins, the ends of
    /// lines with them.
    /// </summary>
    public UInt128 HashOfPassed()
    {
        HashPassed();
        return _passed!.GetCurrentHashAsUInt128();
    }

    private void HashPassed()
    {
        _passed?.Append(_buffer.AsSpan(_hashed, _start - _hashed));
        _hashed = _start;
    }

    /// <summary>Reads more bytes behind those that are there; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        HashPassed();
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end, _hashed) = (0, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= longest)
            {
                throw new CorpusFormatException("a line is too long", file, Number + 1, found: $"{_end} bytes");
            }

            Array.Resize(ref _buffer, (int)Math.Min(Math.Min(2L * _buffer.Length, longest), Array.MaxLength));
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
        return !_isAtEnd;
    }
}
