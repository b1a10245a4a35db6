namespace FastElman.Benchmarks.Peers;

/// <summary>Which words stand in the windows of a sentence's words: what the peers look up [words, window].</summary>
internal static class Windows
{
    /// <summary>The windows of one sentence, word after word; outside it stands the padding word.</summary>
    public static long[] Of(ElmanShape shape, ReadOnlySpan<int> words)
    {
        var windows = new long[words.Length * shape.WindowSize];
        Fill(shape, words, windows);
        return windows;
    }

    /// <inheritdoc cref="Of"/>
    public static void Fill(ElmanShape shape, ReadOnlySpan<int> words, Span<long> windows)
    {
        for (var t = 0; t < words.Length; t++)
        {
            for (var place = 0; place < shape.WindowSize; place++)
            {
                var at = t - shape.WindowReach + place;
                windows[(t * shape.WindowSize) + place] = (uint)at < (uint)words.Length ? words[at] : shape.PaddingRow;
            }
        }
    }
}
