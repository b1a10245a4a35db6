using System.Runtime.CompilerServices;
using FastElman.Simd;
namespace FastElman.Validation;

/// <summary>The door through which word indices come in: checked once, so that the kernels need not.</summary>
internal static class Guard
{
    /// <summary>
    /// Refuses an index below −1 or beyond the embeddings. Theano's −1 is the last row, the padding word, and so is its number; the
    /// other negatives, which numpy would count from the end, are errors here.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static void InVocabulary(ReadOnlySpan<int> words, ElmanShape shape)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsKnown(words[i], shape))
            {
                throw Refusal(nameof(words), $"The word index at place {i}", words[i], shape);
            }
        }
    }

    /// <summary>The same for one word.</summary>
    public static void InVocabulary(int word, ElmanShape shape)
    {
        if (!IsKnown(word, shape))
        {
            throw Refusal(nameof(word), "The word index", word, shape);
        }
    }

    /// <summary>Refuses labels that would be written over numbers that are still to be read: a window looks to both sides.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void NoOverlap(ReadOnlySpan<int> read, ReadOnlySpan<int> labels)
    {
        if (read.Overlaps(labels))
        {
            throw new ArgumentException("The labels share memory with what is read: give them memory of their own.", nameof(labels));
        }
    }

    private static bool IsKnown(int word, ElmanShape shape) => (uint)(word + 1) <= (uint)(shape.PaddingRow + 1);

    private static ArgumentOutOfRangeException Refusal(string parameter, string what, int word, ElmanShape shape) =>
        new(parameter, $"{what} is out of range: expected -1 to {shape.PaddingRow}, both of which are padding, found {word}.");
}
