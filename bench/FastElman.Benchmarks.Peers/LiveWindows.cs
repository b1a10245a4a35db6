using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Peers;

/// <summary>
/// The windows of live streams [streams, window], moved on by a word of each stream's text at a time.
/// </summary>
internal sealed class LiveWindows
{
    private readonly int[][] _texts;
    private readonly int _windowSize;
    private int _next;

    public LiveWindows(ElmanShape shape, int[][] texts)
    {
        _texts = texts;
        _windowSize = shape.WindowSize;
        Rows = new long[texts.Length * shape.WindowSize];
        Labels = new int[texts.Length];
        BestLabels = new long[texts.Length];
        Array.Fill(Rows, shape.PaddingRow);
        Array.Fill(Labels, -1);
    }

    public int Count => _texts.Length;

    /// <summary>[streams, window]: rows of the embeddings.</summary>
    public long[] Rows { get; }

    /// <summary>[streams]: where the peer puts its labels.</summary>
    public long[] BestLabels { get; }

    /// <summary>[streams]: the labels of the last answer; −1 before the first.</summary>
    public int[] Labels { get; }

    /// <summary>Takes the next word of every text in.</summary>
    /// <returns>Whether the windows have a word in their middle, so that an answer is due.</returns>
    public bool Advance()
    {
        for (var stream = 0; stream < _texts.Length; stream++)
        {
            var window = Rows.AsSpan(stream * _windowSize, _windowSize);
            window[1..].CopyTo(window);
            window[^1] = _texts[stream][_next % _texts[stream].Length];
        }

        return ++_next > _windowSize / 2;
    }

    /// <summary>Makes <see cref="Labels"/> of <see cref="BestLabels"/>.</summary>
    public void TakeLabels()
    {
        for (var stream = 0; stream < Labels.Length; stream++)
        {
            Labels[stream] = (int)BestLabels[stream];
        }
    }
}
