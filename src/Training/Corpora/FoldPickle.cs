using System.Text;
using FastElman.Interop.Pickle;

namespace FastElman.Training.Corpora;

/// <summary>
/// A fold of the tutorial's data, pickled: (train, validation, test, dictionaries), or without the validation set. A set is
/// (words, tables, labels), each a list with the indices of one sentence per item; of the dictionaries, words2idx and
/// labels2idx are read. The tables are the corpus' own and not used, as in the tutorial.
/// </summary>
internal static class FoldPickle
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a fold.</summary>
    /// <exception cref="CorpusFormatException">The file is no sound pickle, or what it holds is no fold.</exception>
    public static Corpus Read(string path)
    {
        try
        {
            var (pickle, fileLength) = PickleFile.ReadBytes(path);
            return Parse(pickle.Span, fileLength, path);
        }
        catch (PickleException exception)
        {
            throw new CorpusFormatException(exception.Message, path, null, exception.Expected, exception.Found, exception);
        }
    }

    /// <summary>Reads a fold from the bytes of a pickle, which came from a file of this length.</summary>
    /// <exception cref="PickleException">It is no sound pickle, or what it holds is no fold.</exception>
    internal static Corpus Parse(ReadOnlySpan<byte> pickle, long fileLength, string path)
    {
        var allowance = new MemoryBudget(pickle.Length, fileLength);
        return Convert(PickleReader.Read(pickle, allowance), path, pickle.Length, allowance);
    }

    private static Corpus Convert(object? value, string path, int pickleLength, MemoryBudget allowance)
    {
        if (!TryItems(value, out var parts) || parts.Count is not (3 or 4) || parts[^1] is not PickleDictionary dictionaries)
        {
            throw new PickleException("the pickle is no fold", "(train, validation, test, dictionaries)", Describe(value));
        }

        var words = NamesOf(dictionaries, "words2idx");
        var labels = NamesOf(dictionaries, "labels2idx");
        CorpusSet[] present = parts.Count == 4
            ? [CorpusSet.Train, CorpusSet.Validation, CorpusSet.Test]
            : [CorpusSet.Train, CorpusSet.Test];
        var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>();
        var converter = new FoldSentences(words.Length, labels.Length, pickleLength, allowance, path);
        for (var i = 0; i < present.Length; i++)
        {
            sets[present[i]] = converter.Convert(parts[i], Corpus.NameOf(present[i]));
        }

        return new Corpus(path, sets, new Vocabulary(words), new LabelSet(labels));
    }

    /// <summary>The names of a dictionary in the order of their indices, which have to be 0, 1, 2 and so on.</summary>
    private static string[] NamesOf(PickleDictionary dictionaries, string key)
    {
        var value = dictionaries.Items.FindLast(item => IsName(item.Key, key)).Value;
        if (value is not PickleDictionary dictionary)
        {
            throw new PickleException($"the fold has no dictionary {key}", key, Describe(value));
        }

        var names = new string?[dictionary.Items.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (nameValue, index) in dictionary.Items)
        {
            if (TextOf(nameValue) is not { Length: > 0 } name || index is not long place)
            {
                throw new PickleException($"{key} does not lead from texts to whole numbers", found: $"{Describe(nameValue)} to {Describe(index)}");
            }

            if (place < 0 || place >= names.Length || names[place] is not null)
            {
                throw new PickleException($"the indices of {key} are not each of 0 to {names.Length - 1} once", found: $"\"{name}\" at {place}");
            }

            if (!seen.Add(name))
            {
                throw new PickleException($"{key} has a name twice", found: $"\"{name}\"");
            }

            names[place] = name;
        }

        return names!;
    }

    /// <summary>Items of a tuple or list.</summary>
    internal static bool TryItems(object? value, out IReadOnlyList<object?> items)
    {
        items = value as IReadOnlyList<object?> ?? [];
        return value is object?[] or List<object?>;
    }

    /// <summary>What a value is, for a message; never its content, which may be endless.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "nothing",
        bool => "a truth value",
        long number => $"{number}",
        double => "a number with a fraction",
        string or byte[] => TextOf(value) is { } text ? $"\"{text}\"" : "bytes that are no text",
        object?[] tuple => $"a tuple of {tuple.Length}",
        List<object?> list => $"a list of {list.Count}",
        PickleDictionary dictionary => $"a dictionary of {dictionary.Items.Count}",
        NumpyArray array => $"an array of {array.Length}",
        _ => "something else",
    };

    /// <summary>Whether a key is a name, in time that does not depend on the key's length: one long key may stand there often.</summary>
    private static bool IsName(object? key, string name) => key switch
    {
        string text => text == name,
        byte[] bytes => bytes.Length == name.Length && TextOf(bytes) == name,
        _ => false,
    };

    /// <summary>Text as Python 3 writes it, or as Python 2 does, which writes bytes; null for anything else.</summary>
    private static string? TextOf(object? value)
    {
        try
        {
            return value switch
            {
                string text => text,
                byte[] bytes => StrictUtf8.GetString(bytes),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
