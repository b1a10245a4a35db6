using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FastElman.Training.Corpora;

namespace FastElman.Training.Embeddings;

/// <summary>
/// Reads word vectors in text (word2vec's and fastText's with a first line of counts, GloVe's without) and in
/// word2vec's binary format. Only the wanted words are kept and parsed; memory grows with these, not with what the
/// first line claims.
/// </summary>
internal sealed class WordVectorReader
{
    /// <summary>Values of the largest vector.</summary>
    private const int LargestSize = 1 << 16;

    /// <summary>Bytes of the longest line. A line of 300 values has about 3 kB.</summary>
    private const int LargestLine = 1 << 24;

    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly ByteLines _lines;
    private readonly WantedWords _wanted;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<float[]> _rows = [];
    private byte[] _name = new byte[256];
    private int _size;
    private long _duplicates;
    private long _blanks;

    private WordVectorReader(Stream stream, string path, Vocabulary? vocabulary)
    {
        _path = path;
        _lines = new ByteLines(stream, LargestLine);
        _wanted = new WantedWords(vocabulary);
    }

    /// <summary>Reads a stream from its beginning to its end.</summary>
    /// <param name="stream">The bytes, decompressed.</param>
    /// <param name="path">The name for messages.</param>
    /// <param name="vocabulary">The words whose vectors are kept; null for all.</param>
    public static WordVectors Read(Stream stream, string path, Vocabulary? vocabulary)
    {
        var reader = new WordVectorReader(stream, path, vocabulary);
        reader.Read();
        return new WordVectors(
            [.. reader._words], reader._places, [.. reader._rows], reader._size, reader._duplicates, reader._blanks);
    }

    private void Read()
    {
        if (!_lines.TryReadLine(out var first))
        {
            throw new CorpusFormatException("the file is empty", _path);
        }

        first = VectorLine.Trim(
            first.StartsWith(Encoding.UTF8.Preamble) ? first[Encoding.UTF8.Preamble.Length..] : first);
        if (TryReadCounts(first, out var count))
        {
            if (IsBinary())
            {
                ReadBinary(count);
                return;
            }
        }
        else
        {
            count = null;
            _size = VectorLine.CountNumbers(first);
            if (_size == 0)
            {
                throw new CorpusFormatException(
                    "the first line is neither a word with its vector nor the number of words and of values",
                    _path,
                    1,
                    found: $"\"{Encoding.UTF8.GetString(first)}\"");
            }

            AddLine(first);
        }

        var lines = count is null ? 1L : 0L;
        while (_lines.TryReadLine(out var line))
        {
            line = VectorLine.TrimEnd(line);
            if (!line.IsEmpty)
            {
                lines++;
                RequireAtMost(lines, count);
                AddLine(line);
            }
        }

        RequireAll(lines, count);
    }

    /// <summary>The first line of word2vec: the number of words and of values.</summary>
    private bool TryReadCounts(ReadOnlySpan<byte> line, out long? count)
    {
        count = null;
        var blank = line.IndexOfAny((byte)' ', (byte)'\t');
        if (blank < 0
            || !long.TryParse(line[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var words)
            || !long.TryParse(
                VectorLine.Trim(line[blank..]), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return false;
        }

        count = words;
        _size = size is >= 1 and <= LargestSize
            ? (int)size
            : throw new CorpusFormatException(
                "the first line promises vectors of an impossible size",
                _path,
                1,
                $"1 to {LargestSize} values",
                $"{size}");
        return true;
    }

    /// <summary>Whether the bytes behind the first word are those of floats and not the text of numbers.</summary>
    private bool IsBinary()
    {
        const int LongestWord = 256, Looked = 64;
        var start = _lines.Peek(LongestWord + Looked);
        var blank = start.IndexOf((byte)' ');
        if (blank < 0)
        {
            return false;
        }

        var values = start[(blank + 1)..];
        values = values[..Math.Min(values.Length, Math.Min(Looked, _size * sizeof(float)))];
        var end = values.IndexOf((byte)'\n');
        return VectorLine.HasOtherThanPrintableAscii(end < 0 ? values : values[..end]);
    }

    private void ReadBinary(long? count)
    {
        for (var done = 0L; done < count; done++)
        {
            if (!_lines.TryReadUntil((byte)' ', out var word))
            {
                RequireAll(done, count);
                return;
            }

            // The original program writes a line feed behind each vector.
            // Looking at the vector may move the word, so that it is copied.
            word = word.TrimStart((byte)'\n');
            if (word.Length > _name.Length)
            {
                _name = new byte[word.Length];
            }

            word.CopyTo(_name);
            ReadOnlySpan<byte> name = _name.AsSpan(0, word.Length);
            var bytes = _lines.Peek(_size * sizeof(float));
            if (bytes.Length < _size * sizeof(float))
            {
                RequireAll(done, count);
            }

            if (VectorLine.IsBlank(name))
            {
                _blanks++;
            }
            else if (_wanted.Contains(name) && Claim(name, done + 1) is { } row)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
                    if (!float.IsFinite(row[i]))
                    {
                        throw NoValue(done + 1, $"{row[i]}");
                    }
                }
            }

            _lines.Skip(bytes.Length);
        }
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        // A wanted word that is not there is seen by the first part of the line, before numbers are looked for.
        var first = line.IndexOfAny((byte)' ', (byte)'\t');
        if (first > 0 && !_wanted.MayBegin(line[..first]))
        {
            return;
        }

        var number = _lines.Number;
        if (!VectorLine.TrySplit(line, _size, out var word, out var values))
        {
            throw new CorpusFormatException(
                "the vector has another size",
                _path,
                number,
                $"a word and {_size} numbers",
                $"{VectorLine.CountNumbers(line)} numbers");
        }

        if (VectorLine.IsBlank(word))
        {
            _blanks++;
        }
        else if (_wanted.Contains(word) && Claim(word, number) is { } row)
        {
            Parse(values, row, number);
        }
    }

    /// <summary>The row of a new word; null where the word has one already.</summary>
    private float[]? Claim(ReadOnlySpan<byte> word, long number)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(word);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CorpusFormatException("the word is not UTF-8", _path, number, innerException: exception);
        }

        if (!_places.TryAdd(text, _words.Count))
        {
            _duplicates++;
            return null;
        }

        var row = new float[_size];
        _words.Add(text);
        _rows.Add(row);
        return row;
    }

    private void Parse(ReadOnlySpan<byte> values, float[] row, long number)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var end = values.IndexOfAny((byte)' ', (byte)'\t');
            var value = end < 0 ? values : values[..end];
            if (!float.TryParse(value, Number, CultureInfo.InvariantCulture, out row[i]) || !float.IsFinite(row[i]))
            {
                throw NoValue(number, Encoding.UTF8.GetString(value));
            }

            values = end < 0 ? [] : values[(end + 1)..].TrimStart(" \t"u8);
        }
    }

    private CorpusFormatException NoValue(long number, string found) =>
        new("the text is not a value of a vector", _path, number, "a finite number", $"\"{found}\"");

    private void RequireAtMost(long lines, long? count)
    {
        if (lines > count)
        {
            throw new CorpusFormatException(
                "there are more words than the first line says", _path, _lines.Number, $"{count}", "another line");
        }
    }

    private void RequireAll(long lines, long? count)
    {
        if (lines < count)
        {
            throw new CorpusFormatException(
                "there are fewer words than the first line says: the file is cut short", _path, null, $"{count}",
                $"{lines}");
        }
    }
}
