using static System.FormattableString;

namespace FastElman.Interop.Pickle;

/// <summary>What a value that a pickle has made is, in words.</summary>
internal static class PickledValue
{
    /// <summary>The kind and size of a value, for a message. Never its content: a list may contain itself.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "nothing",
        bool => "a truth value",
        long number => Invariant($"{number}"),
        double => "a number with a fraction",
        string or byte[] => PickledText.Utf8(value) is { } text ? $"\"{text}\"" : "bytes that are no text",
        object?[] tuple => $"a tuple of {tuple.Length}",
        List<object?> list => $"a list of {list.Count}",
        PickleDictionary dictionary => $"a dictionary of {dictionary.Items.Count}",
        NumpyArray array => $"an array of {array.Length}",
        _ => "something else",
    };
}
