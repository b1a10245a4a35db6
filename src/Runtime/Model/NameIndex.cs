using System.Buffers;
using System.Text;
using FastElman.Validation;

namespace FastElman.Model;

/// <summary>From a list of names to the index of each: what a vocabulary and a label set share.</summary>
internal static class NameIndex
{
    /// <summary>The place of every name, ordinal; refuses null, empty, ill-formed and repeated names.</summary>
    public static Dictionary<string, int> Build(string[] names, string kind, string parameterName)
    {
        var indices = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrEmpty(names[i]))
            {
                throw new ArgumentException($"The {kind} at place {i} is empty.", parameterName);
            }

            // Half a character could not be saved: in the file it would become another one.
            if (!IsUnicode(names[i]))
            {
                throw new ArgumentException($"The {kind} at place {i} is not valid Unicode.", parameterName);
            }

            if (!indices.TryAdd(names[i], i))
            {
                throw new ArgumentException(
                    MessageText.Sanitize(
                        $"The {kind} \"{names[i]}\" stands twice, at places {indices[names[i]]} and {i}."),
                    parameterName);
            }
        }

        return indices;
    }

    private static bool IsUnicode(ReadOnlySpan<char> text)
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
