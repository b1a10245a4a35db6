namespace FastElman.Benchmarks.Contest;

/// <summary>Sentences of one length, one after another by one work on a single sentence.</summary>
internal sealed class EachSentence : Work
{
    private readonly int[][] _sentences;
    private readonly int[] _words;
    private readonly int[] _labels;
    private readonly Work _work;

    public EachSentence(int[][] sentences, Func<int[], Work> start)
    {
        _sentences = sentences;
        _words = [.. sentences[0]];
        _labels = new int[sentences.Length * _words.Length];
        _work = start(_words);
    }

    public override ReadOnlySpan<int> Labels => _work.Labels.IsEmpty ? [] : _labels;

    public override void Run()
    {
        for (var i = 0; i < _sentences.Length; i++)
        {
            _sentences[i].CopyTo(_words, 0);
            _work.Run();
            _work.Labels.CopyTo(_labels.AsSpan(i * _words.Length));
        }
    }

    public override void Dispose() => _work.Dispose();
}
