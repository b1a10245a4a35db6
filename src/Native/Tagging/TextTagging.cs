using System.Buffers;

namespace FastElman.Native.Tagging;

/// <summary>Labels text, and says how much room its results need.</summary>
internal static class TextTagging
{
    /// <summary>Labels a text.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="tokens">Receives the place of each token.</param>
    /// <param name="labels">Receives the label index of each token; as long as <paramref name="tokens"/>.</param>
    /// <param name="confidence">Receives the probabilities; as long, or empty.</param>
    /// <param name="statistics">Receives counts, where there is room.</param>
    /// <returns>The number of tokens: more than there is room for where there is too little.</returns>
    public static int Tag(
        NativeTagger tagger,
        ReadOnlySpan<byte> text,
        Span<Range> tokens,
        Span<int> labels,
        Span<float> confidence,
        out TextStatistics statistics)
    {
        tagger.Model.RequireWords();
        if (tokens.IsEmpty && !text.IsEmpty)
        {
            // What programs ask on purpose costs no exception.
            statistics = default;
            if (Count(tagger.Compiled.Tokenizer!, text) is > 0 and var needed)
            {
                return needed;
            }
        }

        try
        {
            return tagger.Tagger.TagText(text, tokens, labels, confidence, out statistics);
        }
        catch (ArgumentException exception)
            when (exception is not UnknownWordException && tokens.Length < text.Length)
        {
            // There may have been too little room. The runtime does not say so in another way.
            var needed = Count(tagger.Compiled.Tokenizer!, text);
            if (needed <= tokens.Length)
            {
                throw;
            }

            statistics = default;
            return needed;
        }
    }

    /// <summary>Finds the slots of a text.</summary>
    public static IReadOnlyList<Slot> FindSlots(
        NativeTagger tagger, ReadOnlySpan<byte> text, out TextStatistics statistics)
    {
        tagger.Model.RequireWords();
        tagger.Model.RequireLabels();
        return tagger.Tagger.FindSlots(text, out statistics);
    }

    private static int Count(Tokenizer tokenizer, ReadOnlySpan<byte> text)
    {
        var room = ArrayPool<Range>.Shared.Rent(text.Length);
        try
        {
            return tokenizer.Tokenize(text, room);
        }
        finally
        {
            ArrayPool<Range>.Shared.Return(room);
        }
    }
}
