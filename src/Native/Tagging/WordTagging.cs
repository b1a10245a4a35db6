using System.Buffers;
using System.Runtime.CompilerServices;
using FastElman.Native.Models;

namespace FastElman.Native.Tagging;

/// <summary>Labels words that are given by name.</summary>
internal static class WordTagging
{
    /// <summary>Sentences up to this many words need no rented memory.</summary>
    private const int ShortSentence = 256;

    /// <summary>Looks the words up, and labels them.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="words">The words [n].</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="confidence">Receives their probabilities [n]; empty where they are not wanted.</param>
    [SkipLocalsInit]
    public static void Tag(NativeTagger tagger, WordList words, Span<int> labels, Span<float> confidence)
    {
        var vocabulary = tagger.Model.RequireWords();
        int[]? rented = null;
        var memory = words.Count <= ShortSentence
            ? stackalloc int[ShortSentence]
            : rented = ArrayPool<int>.Shared.Rent(words.Count);
        try
        {
            var indices = memory[..words.Count];
            for (var i = 0; i < indices.Length; i++)
            {
                indices[i] = NameLookup.Word(vocabulary, words[i], out _);
            }

            if (confidence.IsEmpty)
            {
                tagger.Tagger.Tag(indices, labels);
            }
            else
            {
                tagger.Tagger.TagWithConfidence(indices, labels, confidence);
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<int>.Shared.Return(rented);
            }
        }
    }
}
