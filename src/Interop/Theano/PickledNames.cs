using System.Text;
using FastElman.Interop.Pickle;
using static System.FormattableString;

namespace FastElman.Interop.Theano;

/// <summary>The dictionaries of a pickled corpus that lead from names to indices.</summary>
internal static class PickledNames
{
    /// <summary>The keys of a dictionary in the order of their indices, which have to be 0, 1, 2 and so on.</summary>
    /// <param name="dictionaries">Has the dictionary under a key.</param>
    /// <param name="key">The key.</param>
    /// <param name="encoding">
    /// The encoding of byte strings. Null for UTF-8, or for Latin-1 where a name is not UTF-8: Python 2 knew no
    /// encoding of its strings, and programs that read them in Python 3 take Latin-1.
    /// </param>
    public static string[] Read(PickleDictionary dictionaries, string key, Encoding? encoding)
    {
        var value = Find(dictionaries, key);
        if (value is not PickleDictionary dictionary)
        {
            throw new PickleException($"the fold has no dictionary {key}", key, PickledValue.Describe(value));
        }

        encoding ??= dictionary.Items.Exists(item => item.Key is byte[] && PickledText.Utf8(item.Key) is null)
            ? Encoding.Latin1
            : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var names = new string?[dictionary.Items.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (nameValue, index) in dictionary.Items)
        {
            if (PickledText.Of(nameValue, encoding) is not { Length: > 0 } name || index is not long place)
            {
                throw new PickleException(
                    $"{key} does not lead from texts to whole numbers",
                    found: $"{PickledValue.Describe(nameValue)} to {PickledValue.Describe(index)}");
            }

            if (place < 0 || place >= names.Length || names[place] is not null)
            {
                throw new PickleException(
                    Invariant($"the indices of {key} are not each of 0 to {names.Length - 1} once"),
                    found: Invariant($"\"{name}\" at {place}"));
            }

            if (!seen.Add(name))
            {
                throw new PickleException($"{key} has a name twice", found: $"\"{name}\"");
            }

            names[place] = name;
        }

        return names!;
    }

    /// <summary>The value of a key; null where there is none. Of equal keys the last counts, as in Python.</summary>
    public static object? Find(PickleDictionary dictionary, string key) =>
        dictionary.Items.FindLast(item => IsName(item.Key, key)).Value;

    /// <summary>
    /// Whether a key is a name, in time that does not depend on the length of the key: a pickle can repeat one long key
    /// often.
    /// </summary>
    private static bool IsName(object? key, string name) => key switch
    {
        string text => text == name,
        byte[] bytes => bytes.Length == name.Length && PickledText.Utf8(bytes) == name,
        _ => false,
    };
}
