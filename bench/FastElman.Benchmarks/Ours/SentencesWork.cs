namespace FastElman.Benchmarks.Ours;

/// <summary>Sentence after sentence, as they come.</summary>
internal sealed class SentencesWork(CompiledModel model, int[][] sentences, Answer answer) : Work
{
    private readonly Tagger _tagger = new(model);
    private readonly Answers _answers = new(model, sentences.Sum(words => words.Length), answer);

    public override ReadOnlySpan<int> Labels => _answers.Labels;

    public override void Run()
    {
        var first = 0;
        foreach (var words in sentences)
        {
            _answers.Tag(_tagger, words, first);
            first += words.Length;
        }
    }
}
