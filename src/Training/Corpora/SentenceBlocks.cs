using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// A text in blocks of so many sentences, one block after another. Each is read or skipped; what is skipped is not
/// decoded. Memory is that of the longest line.
/// </summary>
/// <remarks>
/// Sentences are counted as their readers divide them: a line each, or the lines between separating ones, those that
/// turn out to be nothing but comments too. One thread at a time.
/// </remarks>
internal sealed class SentenceBlocks
{
    /// <summary>Bytes of the longest line.</summary>
    public const int LongestLine = 1 << 24;

    private readonly ByteLines _bytes;
    private readonly EncodedLines _lines;
    private readonly RowKinds? _kinds;
    private readonly int _size;

    /// <summary>The first line of the block that has begun.</summary>
    private byte[] _first = [];

    /// <summary>The first line of the last sentence in columns that cannot be a comment.</summary>
    private byte[] _row = [];
    private int _rowLength = -1;
    private int _columns = 1;
    private bool _hasSentence;

    private bool _isInSentence;
    private bool _hasRow;
    private bool _hasWords;

    /// <param name="stream">The bytes; it stays open.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    /// <param name="hasSentenceALine">Whether every line is a sentence; else lines are columns.</param>
    /// <param name="size">Sentences in a block, at least 1; the last one may have fewer.</param>
    public SentenceBlocks(Stream stream, string file, Encoding? encoding, bool hasSentenceALine, int size)
    {
        _bytes = new ByteLines(stream, LongestLine, file);
        _bytes.StartHash();
        _lines = new EncodedLines(_bytes, file, encoding);
        _kinds = hasSentenceALine ? null : new RowKinds(_lines.Encoding);
        _size = size;
        Hash = _bytes.HashOfPassed();
    }

    /// <summary>The hash of all bytes up to the end of the last block.</summary>
    public UInt128 Hash { get; private set; }

    /// <summary>Sentences of the last block.</summary>
    public int SentenceCount { get; private set; }

    /// <summary>What stands before the block that has begun.</summary>
    public TextPlace Place { get; private set; }

    /// <summary>Begins the next block; false at the end of the text.</summary>
    public bool TryBegin()
    {
        while (_lines.TryRead(out var line))
        {
            if (_kinds is null || _kinds.Of(line) != RowKind.Separator)
            {
                Place = new TextPlace(_bytes.Number - 1, _hasSentence, Columns());
                SentenceCount = 0;
                _first = line.ToArray();
                return true;
            }
        }

        return false;
    }

    /// <summary>Passes the block that has begun.</summary>
    public void Skip()
    {
        Look(_first);
        while (SentenceCount < _size && _lines.TryRead(out var line))
        {
            Look(line);
        }

        End();
    }

    /// <summary>The lines of the block that has begun; they have to be read to the last one.</summary>
    /// <exception cref="CorpusFormatException">Bytes are not text.</exception>
    public IEnumerable<string> Read()
    {
        Look(_first);
        yield return _lines.Decode(_first);
        while (SentenceCount < _size && _lines.TryRead(out var line))
        {
            Look(line);
            yield return _lines.Decode(line);
        }

        End();
    }

    private void End()
    {
        EndSentence();
        Hash = _bytes.HashOfPassed();
    }

    private void Look(ReadOnlySpan<byte> line)
    {
        if (_kinds is null)
        {
            (_isInSentence, _hasWords) = (true, true);
            EndSentence();
            return;
        }

        var kind = _kinds.Of(line);
        if (kind == RowKind.Separator)
        {
            EndSentence();
            return;
        }

        _isInSentence = true;
        if (kind == RowKind.Word && !_hasRow)
        {
            (_hasRow, _hasWords) = (true, true);
            Keep(line);
        }
        else if (!_hasRow)
        {
            // CommentRule: without a row that cannot be a comment, a line with the columns of the sentence before is a
            // word.
            _hasWords |= CommentRule.WidthOf(TextOf(line)) == Columns();
        }
    }

    private void EndSentence()
    {
        if (_isInSentence)
        {
            SentenceCount++;
            _hasSentence |= _hasWords;
            (_isInSentence, _hasRow, _hasWords) = (false, false, false);
        }
    }

    /// <summary>Keeps a row, of which the columns are counted only where somebody asks.</summary>
    private void Keep(ReadOnlySpan<byte> row)
    {
        if (_row.Length < row.Length)
        {
            _row = new byte[Math.Max(row.Length, 2 * _row.Length)];
        }

        row.CopyTo(_row);
        _rowLength = row.Length;
    }

    private int Columns()
    {
        if (_rowLength >= 0)
        {
            _columns = CommentRule.WidthOf(TextOf(_row.AsSpan(0, _rowLength)));
            _rowLength = -1;
        }

        return _columns;
    }

    private string TextOf(ReadOnlySpan<byte> line) => EncodedLines.WithoutReturn(_kinds!.Encoding.GetString(line));
}
