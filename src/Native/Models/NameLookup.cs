using System.Runtime.CompilerServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;

namespace FastElman.Native.Models;

/// <summary>Names in UTF-8 become indices. Nothing allocates for names of up to 512 bytes.</summary>
internal static class NameLookup
{
    /// <summary>The index of a word, or that of the word that stands for unknown ones.</summary>
    /// <exception cref="UnknownWordException">The word is unknown, and no word stands for it.</exception>
    [SkipLocalsInit]
    public static int Word(Vocabulary vocabulary, ReadOnlySpan<byte> utf8, out bool isUnknown)
    {
        var room = utf8.Length <= Utf8Text.ShortName
            ? stackalloc char[Utf8Text.ShortName]
            : new char[utf8.Length];
        return vocabulary.GetIndex(Utf8Text.Decode(utf8, room), out isUnknown);
    }

    /// <summary>Adds a word to those of a sentence.</summary>
    /// <exception cref="UnknownWordException">The word is unknown, and no word stands for it.</exception>
    [SkipLocalsInit]
    public static void Add(WordBuffer words, ReadOnlySpan<byte> utf8)
    {
        var room = utf8.Length <= Utf8Text.ShortName
            ? stackalloc char[Utf8Text.ShortName]
            : new char[utf8.Length];
        words.Add(Utf8Text.Decode(utf8, room));
    }

    /// <summary>The index of a word for the next push of a stream.</summary>
    /// <exception cref="UnknownWordException">The word is unknown, and no word stands for it.</exception>
    [SkipLocalsInit]
    public static int Word(TaggingStream stream, ReadOnlySpan<byte> utf8)
    {
        var room = utf8.Length <= Utf8Text.ShortName
            ? stackalloc char[Utf8Text.ShortName]
            : new char[utf8.Length];
        return stream.GetWordIndex(Utf8Text.Decode(utf8, room));
    }

    /// <summary>The index of a label.</summary>
    /// <exception cref="NativeException">There is no such label.</exception>
    [SkipLocalsInit]
    public static int Label(LabelSet labels, ReadOnlySpan<byte> utf8)
    {
        var room = utf8.Length <= Utf8Text.ShortName
            ? stackalloc char[Utf8Text.ShortName]
            : new char[utf8.Length];
        return labels.TryGetIndex(Utf8Text.Decode(utf8, room), out var index)
            ? index
            : throw new NativeException(Status.Argument, "The model has no such label.");
    }
}
