namespace FastElman.Benchmarks.Ours;

internal sealed class SentenceWork(CompiledModel model, int[] words) : Work
{
    private readonly Tagger _tagger = new(model);
    private readonly int[] _labels = new int[words.Length];

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run() => _tagger.Tag(words, _labels);
}
