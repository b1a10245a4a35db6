namespace FastElman.Benchmarks.Ours;

internal sealed class SentenceWork(CompiledModel model, int[] words, Answer answer) : Work
{
    private readonly Tagger _tagger = new(model);
    private readonly Answers _answers = new(model, words.Length, answer);

    public override ReadOnlySpan<int> Labels => _answers.Labels;

    public override void Run() => _answers.Tag(_tagger, words, 0);
}
