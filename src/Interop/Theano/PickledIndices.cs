using System.Text;
using FastElman.Interop.Pickle;

namespace FastElman.Interop.Theano;

/// <summary>
/// The words or labels of a pickled corpus, which stand in its sentences as indices, or, in pickles that people make
/// for notebooks, as texts.
/// </summary>
/// <param name="names">[count]: in the order of their indices.</param>
/// <param name="encoding">The encoding of byte strings; null for UTF-8, or Latin-1 where they are not.</param>
internal sealed class PickledIndices(string[] names, Encoding? encoding)
{
    /// <summary>Made when the first text is looked up: most pickles have none.</summary>
    private Dictionary<string, int>? _places;

    /// <summary>The number of words or labels.</summary>
    public int Count => names.Length;

    /// <summary>The words of a sentence that is one text, between white space.</summary>
    /// <returns>False where it is no text.</returns>
    public bool TrySplit(object? value, out IReadOnlyList<object?> words)
    {
        words = Decode(value)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return value is string or byte[];
    }

    /// <summary>The index of a word or label, which is its index or its text.</summary>
    /// <returns>False where it has none.</returns>
    public bool TryGetIndex(object? item, out int index)
    {
        index = -1;
        if (item is long number)
        {
            index = (int)Math.Clamp(number, -1, names.Length);
            return (uint)index < (uint)names.Length;
        }

        _places ??= names.Select((name, place) => (name, place)).ToDictionary(
            pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        return Decode(item) is { } text && _places.TryGetValue(text, out index);
    }

    private string? Decode(object? value) => encoding is null
        ? PickledText.Utf8(value) ?? PickledText.Of(value, Encoding.Latin1)
        : PickledText.Of(value, encoding);
}
