using System.Globalization;

namespace FastElman.Training.Embeddings;

/// <summary>
/// Reads the text format of word2vec. Memory grows with the lines read, not with the number that the first line claims.
/// </summary>
internal sealed class WordVectorReader
{
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly string _path;
    private readonly int _count;
    private readonly int _size;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<float> _values = [];

    private WordVectorReader(string header, string path)
    {
        const string Expected = "the number of words and the number of values a word";
        _path = path;
        if (header.TrimEnd(' ').Split(' ') is not [var count, var size]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out _count)
            || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _size)
            || _size == 0)
        {
            throw new CorpusFormatException(
                "the first line is not that of word2vec's text form", path, 1, Expected, $"\"{header}\"");
        }

        if ((long)_count * _size > ElmanShape.MaximumElementCount)
        {
            throw new CorpusFormatException(
                "there are too many values",
                path,
                1,
                $"at most {ElmanShape.MaximumElementCount}",
                $"{(long)_count * _size}");
        }
    }

    public static WordVectors Read(IEnumerable<string> lines, string path)
    {
        WordVectorReader? reader = null;
        var number = 0L;
        foreach (var line in lines)
        {
            number++;
            if (reader is null)
            {
                reader = new WordVectorReader(line, path);
            }
            else
            {
                reader.Add(line, number);
            }
        }

        return reader?.Complete() ?? throw new CorpusFormatException("the file is empty", path);
    }

    private void Add(string line, long number)
    {
        if (_words.Count == _count)
        {
            throw new CorpusFormatException(
                "there are more words than the first line says", _path, number, $"{_count}", "another line");
        }

        // The original program writes a space after every value, the last too.
        var text = line.AsSpan().TrimEnd(' ');
        var wordLength = text.IndexOf(' ');
        var word = wordLength < 0 ? text.ToString() : text[..wordLength].ToString();
        if (word.Length == 0)
        {
            throw new CorpusFormatException(
                "the line does not begin with a word", _path, number, $"a word and {_size} numbers", $"\"{line}\"");
        }

        if (!_places.TryAdd(word, _words.Count))
        {
            throw new CorpusFormatException($"the word \"{word}\" is repeated", _path, number);
        }

        _words.Add(word);
        AddValues(wordLength < 0 ? [] : text[(wordLength + 1)..], number);
    }

    private void AddValues(ReadOnlySpan<char> text, long number)
    {
        var found = 0;
        foreach (var range in text.IsEmpty ? default : text.Split(' '))
        {
            if (
                !float.TryParse(
                    text[range], Number, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
            {
                throw new CorpusFormatException(
                    "the text is not a value of a vector", _path, number, "a finite number", $"\"{text[range]}\"");
            }

            found++;
            if (found <= _size)
            {
                _values.Add(value);
            }
        }

        if (found != _size)
        {
            throw new CorpusFormatException(
                "the vector has another size", _path, number, $"{_size} numbers", $"{found}");
        }
    }

    private WordVectors Complete() => _words.Count == _count
        ? new WordVectors([.. _words], _places, [.. _values], _size)
        : throw new CorpusFormatException(
            "there are fewer words than the first line says", _path, null, $"{_count}", $"{_words.Count}");
}
