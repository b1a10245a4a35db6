namespace FastElman.Benchmarks.Peers;

/// <summary>
/// Sentences side by side as the peers take them: [longest, sentences, window], the short ones filled with padding
/// words.
/// </summary>
internal sealed class PaddedBatch
{
    private readonly ElmanShape _shape;
    private readonly int[][] _sentences;
    private readonly int[] _labels;

    public PaddedBatch(ElmanShape shape, int[][] sentences)
    {
        _shape = shape;
        _sentences = sentences;
        _labels = new int[sentences.Sum(words => words.Length)];
        Longest = sentences.Max(words => words.Length);
        Windows = new long[Longest * sentences.Length * shape.WindowSize];
        Lengths = [.. sentences.Select(words => words.Length)];
        BestLabels = new long[Longest * sentences.Length];
    }

    public int Longest { get; }

    public int Count => _sentences.Length;

    /// <summary>[sentences].</summary>
    public int[] Lengths { get; }

    /// <summary>[longest, sentences, window]: rows of the embeddings.</summary>
    public long[] Windows { get; }

    /// <summary>[longest, sentences]: where the peer puts its labels.</summary>
    public long[] BestLabels { get; }

    /// <summary>The labels without the padding, sentence after sentence.</summary>
    public ReadOnlySpan<int> Labels
    {
        get
        {
            var next = 0;
            for (var sentence = 0; sentence < Count; sentence++)
            {
                for (var t = 0; t < Lengths[sentence]; t++)
                {
                    _labels[next++] = (int)BestLabels[(t * Count) + sentence];
                }
            }

            return _labels;
        }
    }

    /// <summary>
    /// Lays the words out: the peers' input has to be made for every batch, so this is part of their work.
    /// </summary>
    public void Fill()
    {
        var next = 0;
        for (var t = 0; t < Longest; t++)
        {
            foreach (var words in _sentences)
            {
                for (var place = t - _shape.WindowReach; place <= t + _shape.WindowReach; place++)
                {
                    Windows[next++] = (uint)place < (uint)words.Length ? words[place] : _shape.PaddingRow;
                }
            }
        }
    }
}
