namespace FastElman.Benchmarks.Ours;

/// <summary>Sentence after sentence, as they come.</summary>
internal sealed class SentencesWork(CompiledModel model, int[][] sentences) : Work
{
    private readonly Tagger _tagger = new(model);
    private readonly int[] _labels = new int[sentences.Sum(words => words.Length)];

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        var labels = _labels.AsSpan();
        foreach (var words in sentences)
        {
            _tagger.Tag(words, labels[..words.Length]);
            labels = labels[words.Length..];
        }
    }
}
