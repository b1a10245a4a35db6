using System.Text;
using FastElman.Interop.Pickle;

namespace FastElman.Interop.Theano;

/// <summary>
/// Turns an unpickled fold into a <see cref="FoldPickle"/>. A fold is the tuple (train, validation, test,
/// dictionaries), or the same without the validation set. A set is (words, tables, labels), each a list with the
/// indices of one sentence per item. Two of the dictionaries are read, words2idx and labels2idx. The tables are indices
/// of a column that the tutorial does not use either.
/// </summary>
internal static class FoldReader
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);


    /// <summary>Reads a fold.</summary>
    /// <param name="pickle">The bytes of the pickle, decompressed.</param>
    /// <param name="fileLength">Bytes of the file, which are fewer where it is compressed.</param>
    /// <exception cref="PickleException">It is not a sound pickle, or does not hold a fold.</exception>
    public static FoldPickle Read(ReadOnlySpan<byte> pickle, long fileLength)
    {
        var budget = new MemoryBudget(pickle.Length, fileLength);
        return Convert(PickleReader.Read(pickle, budget), pickle.Length, budget);
    }

    /// <summary>The items of a tuple or a list.</summary>
    internal static bool TryItems(object? value, out IReadOnlyList<object?> items)
    {
        items = value as IReadOnlyList<object?> ?? [];
        return value is object?[] or List<object?>;
    }

    /// <summary>The kind and size of a value, for a message. Never its content: a list may contain itself.</summary>
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

    private static FoldPickle Convert(object? value, int pickleLength, MemoryBudget budget)
    {
        if (!TryItems(value, out var parts)
            || parts.Count is not (3 or 4)
            || parts[^1] is not PickleDictionary dictionaries)
        {
            throw new PickleException(
                "the pickle is no fold", "(train, validation, test, dictionaries)", Describe(value));
        }

        var words = NamesOf(dictionaries, "words2idx");
        var labels = NamesOf(dictionaries, "labels2idx");
        var sets = new FoldSetReader(words.Length, labels.Length, pickleLength, budget);
        var train = sets.Read(parts[0], "train");
        var validation = parts.Count == 4 ? sets.Read(parts[1], "validation") : null;
        var test = sets.Read(parts[^2], "test");
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

    /// <summary>The keys of a dictionary in the order of their indices, which have to be 0, 1, 2 and so on.</summary>
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
                throw new PickleException(
                    $"{key} does not lead from texts to whole numbers",
                    found: $"{Describe(nameValue)} to {Describe(index)}");
            }

            if (place < 0 || place >= names.Length || names[place] is not null)
            {
                throw new PickleException(
                    $"the indices of {key} are not each of 0 to {names.Length - 1} once",
                    found: $"\"{name}\" at {place}");
            }

            if (!seen.Add(name))
            {
                throw new PickleException($"{key} has a name twice", found: $"\"{name}\"");
            }

            names[place] = name;
        }

        return names!;
    }

    /// <summary>
    /// Whether a key is a name, in time that does not depend on the length of the key: a pickle can repeat one long key
    /// often.
    /// </summary>
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
