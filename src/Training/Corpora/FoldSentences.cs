using FastElman.Interop.Pickle;

namespace FastElman.Training.Corpora;

/// <summary>Turns the sets of an unpickled fold into sentences, every index checked.</summary>
internal sealed class FoldSentences
{
    private readonly int _words;
    private readonly int _labels;
    private readonly MemoryBudget _allowance;
    private readonly string _path;
    private long _indicesLeft;

    /// <param name="words">The number of words of the vocabulary.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="pickleLength">The length of the pickle, which has at least a byte for each index unless it repeats itself to seem larger.</param>
    /// <param name="allowance">What the pickle may still take.</param>
    /// <param name="path">The file, for messages.</param>
    public FoldSentences(int words, int labels, int pickleLength, MemoryBudget allowance, string path)
    {
        _words = words;
        _labels = labels;
        _indicesLeft = pickleLength;
        _allowance = allowance;
        _path = path;
    }

    /// <summary>The sentences of a set (words, tables, labels); empty ones are left out.</summary>
    public CorpusSentence[] Convert(object? set, string name)
    {
        if (!FoldPickle.TryItems(set, out var parts)
            || parts.Count != 3
            || !FoldPickle.TryItems(parts[0], out var words)
            || !FoldPickle.TryItems(parts[2], out var labels))
        {
            throw new PickleException($"the {name} set is not made of lists", "(words, tables, labels)", FoldPickle.Describe(set));
        }

        if (words.Count != labels.Count)
        {
            throw new PickleException($"the {name} set has not as many sentences of labels as of words", $"{words.Count}", $"{labels.Count}");
        }

        var sentences = new List<CorpusSentence>();
        for (var i = 0; i < words.Count; i++)
        {
            var place = $"{name} sentence {i}";
            var wordIndices = Indices(words[i], "word", _words, place);
            var labelIndices = Indices(labels[i], "label", _labels, place);
            if (wordIndices.Length != labelIndices.Length)
            {
                throw new PickleException($"{place} has not one label for each word", $"{wordIndices.Length}", $"{labelIndices.Length}");
            }

            if (wordIndices.Length > 0)
            {
                sentences.Add(new CorpusSentence(wordIndices, labelIndices, _path, line: null));
            }
        }

        return [.. sentences];
    }

    private int[] Indices(object? value, string kind, int limit, string place)
    {
        var array = value as NumpyArray;
        if (!FoldPickle.TryItems(value, out var items) && array is null)
        {
            throw new PickleException($"{place} has no {kind} indices", "an array or list", FoldPickle.Describe(value));
        }

        var length = array?.Length ?? items.Count;
        _indicesLeft -= length + 1L;
        if (_indicesLeft < 0)
        {
            throw new PickleException("the pickle repeats its sentences until they are more than it has bytes");
        }

        _allowance.ChargeData(sizeof(int) * (long)length);
        var indices = new int[length];
        for (var i = 0; i < length; i++)
        {
            var item = array is null ? items[i] : array[i];
            indices[i] = item is long index && index >= 0 && index < limit
                ? (int)index
                : throw new PickleException($"a {kind} index of {place} is out of range", $"0 to {limit - 1}", FoldPickle.Describe(item));
        }

        return indices;
    }
}
