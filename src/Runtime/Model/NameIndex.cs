using System.Buffers;
using System.Text;
using FastElman.Validation;

namespace FastElman.Model;

/// <summary>Builds the dictionary from names to indices that a vocabulary and a label set look names up in.</summary>
internal static class NameIndex
{
    /// <summary>
    /// The index of every name, compared ordinally. Null, empty, ill-formed and repeated names are refused.
    /// </summary>
    public static Dictionary<string, int> Build(string[] names, string kind, string parameterName)
    {
        var indices = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrEmpty(names[i]))
            {
                throw new ArgumentException($"The {kind} at index {i} is empty.", parameterName);
            }

            // A lone surrogate cannot be saved as UTF-8: the file would have another character in its place.
            if (!IsUnicode(names[i]))
            {
                throw new ArgumentException($"The {kind} at index {i} is not valid Unicode.", parameterName);
            }

            if (!indices.TryAdd(names[i], i))
            {
                throw new ArgumentException(
                    MessageText.Sanitize(
                        $"The {kind} \"{names[i]}\" is repeated, at indices {indices[names[i]]} and {i}."),
                    parameterName);
            }
        }

        return indices;
    }

    /// <summary>Whether a text has no half of a surrogate pair alone.</summary>
    public static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
