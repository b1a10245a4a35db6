using System.Text;
using FastElman.Interop.Pickle;

namespace FastElman.Interop.Theano;

/// <summary>
/// Turns an unpickled fold into a <see cref="FoldPickle"/>. A fold is the tuple (train, validation, test,
/// dictionaries), or the same without the validation set. A set is (words, tables, labels), each a list with the
/// indices of one sentence per item. Two of the dictionaries are read, words2idx and labels2idx. The tables are indices
/// of a column that the tutorial does not use either. The other form is that of the public notebooks about ATIS,
/// (dataset, dictionaries), with the keys of <see cref="NotebookKeys"/>, where sentences are often texts.
/// </summary>
internal static class FoldReader
{
    /// <summary>Keys of a dataset (words and labels of each sentence) and of its dictionaries.</summary>
    private static readonly (string Words, string Labels, string WordNames, string LabelNames) NotebookKeys =
        ("query", "slot_labels", "token_ids", "slot_ids");

    /// <summary>Reads a fold.</summary>
    /// <param name="pickle">The bytes of the pickle, decompressed.</param>
    /// <param name="fileLength">Bytes of the file, which are fewer where it is compressed.</param>
    /// <param name="encoding">The encoding of byte strings; null for UTF-8, or Latin-1 where they are not.</param>
    /// <exception cref="PickleException">It is not a sound pickle, or does not hold a fold.</exception>
    public static FoldPickle Read(ReadOnlySpan<byte> pickle, long fileLength, Encoding? encoding = null)
    {
        var budget = new MemoryBudget(pickle.Length, fileLength);
        return Convert(PickleReader.Read(pickle, NumpyAllowList.Instance, budget), pickle.Length, budget, encoding);
    }

    /// <summary>The items of a tuple, a list, or an array of objects.</summary>
    internal static bool TryItems(object? value, out IReadOnlyList<object?> items)
    {
        items = value switch
        {
            object?[] tuple => tuple,
            List<object?> list => list,
            NumpyArray { Objects: { } objects } => objects,
            _ => [],
        };
        return value is object?[] or List<object?> or NumpyArray { Objects: not null };
    }

    private static FoldPickle Convert(object? value, int pickleLength, MemoryBudget budget, Encoding? encoding)
    {
        if (!TryItems(value, out var parts) || parts.Count is < 2 or > 4 || parts[^1] is not PickleDictionary names)
        {
            throw NoFold(value);
        }

        if (parts.Count == 2)
        {
            return parts[0] is PickleDictionary dataset
                ? FromNotebook(dataset, names, pickleLength, budget, encoding)
                : throw NoFold(value);
        }

        var words = PickledNames.Read(names, "words2idx", encoding);
        var labels = PickledNames.Read(names, "labels2idx", encoding);
        var sets = new FoldSetReader(new(words, encoding), new(labels, encoding), pickleLength, budget);
        var train = sets.Read(parts[0], "train");
        var validation = parts.Count == 4 ? sets.Read(parts[1], "validation") : null;
        return Make(words, labels, train, validation, sets.Read(parts[^2], "test"));
    }

    /// <summary>One set, which is training and test set both.</summary>
    private static FoldPickle FromNotebook(
        PickleDictionary dataset, PickleDictionary names, int pickleLength, MemoryBudget budget, Encoding? encoding)
    {
        var words = PickledNames.Read(names, NotebookKeys.WordNames, encoding);
        var labels = PickledNames.Read(names, NotebookKeys.LabelNames, encoding);
        var sets = new FoldSetReader(new(words, encoding), new(labels, encoding), pickleLength, budget);
        var sentences = sets.Read(
            PickledNames.Find(dataset, NotebookKeys.Words), PickledNames.Find(dataset, NotebookKeys.Labels), "data");
        FoldSentence[] bare = [.. sentences.Select(each => each.Without(
            beginning: Array.IndexOf(words, "BOS"), end: Array.IndexOf(words, "EOS"))).OfType<FoldSentence>()];
        return Make(words, labels, bare, validation: null, bare);
    }

    private static FoldPickle Make(
        string[] words, string[] labels, FoldSentence[] train, FoldSentence[]? validation, FoldSentence[] test)
    {
        try
        {
            return new FoldPickle(new Vocabulary(words), new LabelSet(labels), train, validation, test);
        }
        catch (ArgumentException exception)
        {
            // Half of a surrogate pair, which protocol 0 can write.
            throw new PickleException($"a name of the fold cannot be used: {exception.Message}");
        }
    }

    private static PickleException NoFold(object? value) => new(
        "the pickle is no fold",
        "(train, validation, test, dictionaries), or (dataset, dictionaries) of a notebook",
        PickledValue.Describe(value));
}
