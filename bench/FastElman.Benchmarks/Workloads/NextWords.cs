namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// Puts the next words of an endless text into the sentences that a work reads, before every run: so no words' rows
/// stay in a cache that would not otherwise.
/// </summary>
internal sealed class NextWords : Work
{
    /// <summary>Words of a text where nothing else is asked for; then it begins again.</summary>
    public const int UsualLength = 1 << 16;

    private readonly Work _work;
    private readonly int[][] _sentences;
    private readonly int[] _text;
    private readonly int _words;
    private int _next;

    private NextWords(int[][] sentences, int[] text, Func<int[][], Work> start)
    {
        (_sentences, _text, _words) = (sentences, text, sentences.Sum(words => words.Length));
        Fill();
        _work = start(sentences);
    }

    public override string Form => _work.Form;

    public override ReadOnlySpan<int> Labels => _work.Labels;

    /// <summary>The sentences that the last run was about.</summary>
    public IReadOnlyList<int[]> Sentences => _sentences;

    /// <param name="shape">The network.</param>
    /// <param name="lengths">Words of each sentence.</param>
    /// <param name="start">Makes the work on the sentences.</param>
    /// <param name="textLength">Words of the text.</param>
    public static NextWords Start(
        ElmanShape shape, IReadOnlyCollection<int> lengths, Func<int[][], Work> start, int textLength = UsualLength) =>
        new(
            [.. lengths.Select(length => new int[length])],
            Texts.Draw(shape.VocabularySize, textLength, seed: lengths.Count),
            start);

    public override void Run()
    {
        Fill();
        _work.Run();
    }

    public override void Dispose() => _work.Dispose();

    private void Fill()
    {
        _next = _next + _words <= _text.Length ? _next : 0;
        foreach (var words in _sentences)
        {
            _text.AsSpan(_next, words.Length).CopyTo(words);
            _next += words.Length;
        }
    }
}
