using FastElman.Interop.Pickle;
using static System.FormattableString;

namespace FastElman.Interop.Theano;

/// <summary>Turns the sets of an unpickled fold into sentences and checks every index.</summary>
/// <param name="wordNames">The words of the vocabulary.</param>
/// <param name="labelNames">The labels.</param>
/// <param name="pickleLength">
/// Bytes of the pickle. It has at least one byte for each index, unless it repeats a part of itself to seem larger than
/// it is.
/// </param>
/// <param name="budget">The memory that the pickle may still take.</param>
internal sealed class FoldSetReader(
    PickledIndices wordNames, PickledIndices labelNames, int pickleLength, MemoryBudget budget)
{
    private long _indicesLeft = pickleLength;

    /// <summary>The sentences of a set (words, tables, labels) without the empty ones.</summary>
    /// <param name="set">The unpickled set.</param>
    /// <param name="name">Its name, for messages.</param>
    public FoldSentence[] Read(object? set, string name)
    {
        if (!FoldReader.TryItems(set, out var parts) || parts.Count != 3)
        {
            throw new PickleException(
                $"the {name} set is not made of lists", "(words, tables, labels)", PickledValue.Describe(set));
        }

        return Read(parts[0], parts[2], name);
    }

    /// <summary>The sentences of a set without the empty ones.</summary>
    /// <param name="wordLists">The word indices of each sentence.</param>
    /// <param name="labelLists">The label indices of each.</param>
    /// <param name="name">The name of the set, for messages.</param>
    public FoldSentence[] Read(object? wordLists, object? labelLists, string name)
    {
        if (!FoldReader.TryItems(wordLists, out var words) || !FoldReader.TryItems(labelLists, out var labels))
        {
            throw new PickleException(
                $"the {name} set is not made of lists",
                "lists of words and of labels",
                $"{PickledValue.Describe(wordLists)} and {PickledValue.Describe(labelLists)}");
        }

        if (words.Count != labels.Count)
        {
            throw new PickleException(
                $"the {name} set has not as many sentences of labels as of words", $"{words.Count}", $"{labels.Count}");
        }

        var sentences = new List<FoldSentence>();
        for (var i = 0; i < words.Count; i++)
        {
            var place = $"{name} sentence {i}";
            var wordIndices = Indices(words[i], "word", wordNames, place);
            var labelIndices = Indices(labels[i], "label", labelNames, place);
            if (wordIndices.Length != labelIndices.Length)
            {
                throw new PickleException(
                    $"{place} has not one label for each word", $"{wordIndices.Length}", $"{labelIndices.Length}");
            }

            if (wordIndices.Length > 0)
            {
                sentences.Add(new FoldSentence(wordIndices, labelIndices));
            }
        }

        return [.. sentences];
    }

    private int[] Indices(object? value, string kind, PickledIndices names, string place)
    {
        // An array of objects is read like a list, a text like the list of its words.
        var array = value is NumpyArray { Objects: null } numbers ? numbers : null;
        if (!FoldReader.TryItems(value, out var items) && !names.TrySplit(value, out items) && array is null)
        {
            throw new PickleException(
                $"{place} has no {kind} indices", "an array or list", PickledValue.Describe(value));
        }

        var length = array?.Length ?? items.Count;
        _indicesLeft -= length + 1L;
        if (_indicesLeft < 0)
        {
            throw new PickleException("the pickle repeats its sentences until they are more than it has bytes");
        }

        budget.ChargeData(sizeof(int) * (long)length);
        var indices = new int[length];
        for (var i = 0; i < length; i++)
        {
            var item = array is null ? items[i] : array[i];
            if (!names.TryGetIndex(item, out indices[i]))
            {
                var isText = item is string || item is byte[];
                throw new PickleException(
                    isText
                        ? $"a {kind} of {place} is not among the {kind}s of the dictionaries"
                        : $"a {kind} index of {place} is out of range",
                    isText ? null : Invariant($"0 to {names.Count - 1}"),
                    PickledValue.Describe(item));
            }
        }

        return indices;
    }
}
