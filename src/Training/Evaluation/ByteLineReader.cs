using System.Text;

namespace FastElman.Training.Evaluation;

/// <summary>
/// Reads lines that end with <c>\n</c>, every byte as the character of the same number: written back in the same way,
/// bytes are unchanged whatever their encoding.
/// </summary>
internal sealed class ByteLineReader(Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(
        stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
    private char[] _buffer = new char[1 << 14];
    private int _start;
    private int _end;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <returns>False at the end of the stream.</returns>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched.._end).IndexOf('\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start..(searched + length));
                _start = searched + length + 1;
                return true;
            }

            searched = _end - _start;
            if (!TryFill())
            {
                line = _buffer.AsSpan(_start.._end);
                _start = _end;
                return !line.IsEmpty;
            }
        }
    }

    /// <summary>Leaves the stream open.</summary>
    public void Dispose() => _reader.Dispose();

    /// <summary>
    /// Moves the unread part to the front of the buffer, enlarges the buffer if it is full, and reads on.
    /// </summary>
    private bool TryFill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = _reader.Read(_buffer.AsSpan(_end..));
        _end += read;
        return read > 0;
    }
}
