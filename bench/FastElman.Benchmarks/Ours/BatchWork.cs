namespace FastElman.Benchmarks.Ours;

internal sealed class BatchWork(CompiledModel model, int[][] sentences, Answer answer, int threads = 1) : Work
{
    private readonly BatchTagger _tagger = new(model, threads);
    private readonly int[] _words = new int[sentences.Sum(words => words.Length)];
    private readonly int[] _lengths = [.. sentences.Select(words => words.Length)];
    private readonly Answers _answers = new(model, sentences.Sum(words => words.Length), answer);

    public override ReadOnlySpan<int> Labels => _answers.Labels;

    public override void Run()
    {
        var words = _words.AsSpan();
        foreach (var sentence in sentences)
        {
            sentence.CopyTo(words);
            words = words[sentence.Length..];
        }

        _answers.Tag(_tagger, _words, _lengths);
    }
}
