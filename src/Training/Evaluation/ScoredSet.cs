namespace FastElman.Training.Evaluation;

/// <summary>Sentences to score models on, encoded once, as the command <c>evaluate</c> and the tutorial do.</summary>
/// <remarks>Not synchronised: one thread at a time.</remarks>
internal sealed class ScoredSet
{
    private readonly int[] _words;
    private readonly int[] _lengths;
    private readonly IReadOnlyList<CorpusSentence> _sentences;
    private readonly string[][] _gold;
    private readonly int[] _predicted;

    /// <param name="sentences">The sentences of a corpus.</param>
    /// <param name="encoding">Turns them into indices of the models.</param>
    public ScoredSet(IReadOnlyList<CorpusSentence> sentences, CorpusEncoding encoding)
    {
        _words = [.. sentences.SelectMany(encoding.GetWordIndices)];
        _lengths = [.. sentences.Select(sentence => sentence.Length)];
        _sentences = sentences;
        _gold = [.. sentences.Select(encoding.GetSourceLabels)];
        _predicted = new int[_words.Length];
    }

    /// <summary>[words of all sentences], one sentence after another.</summary>
    public ReadOnlySpan<int> Words => _words;

    /// <summary>[sentences]: words of each.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>[sentences][words]: the right labels, in the scheme of the corpus.</summary>
    public IReadOnlyList<string[]> Gold => _gold;

    /// <summary>
    /// conlleval's figures in the scheme of the corpus, with the tutorial's boundary tokens around each sentence.
    /// </summary>
    /// <param name="model">A model with labels, whose indices the encoding gives.</param>
    public ConllResult Score(CompiledModel model)
    {
        new BatchTagger(model).Tag(_words, _lengths, _predicted);
        var evaluation = new ConllEvaluation();
        var start = 0;
        for (var i = 0; i < _gold.Length; i++)
        {
            var gold = _gold[i];
            var predicted = _predicted.AsSpan(start, gold.Length).ToArray();
            var labels = Array.ConvertAll(predicted, label => model.Labels![label]);
            evaluation.AddSentence(
                gold, CorpusEncoding.InSchemeOf(_sentences[i], labels), withBoundaryTokens: true);
            start += gold.Length;
        }

        return evaluation.GetResult();
    }
}
