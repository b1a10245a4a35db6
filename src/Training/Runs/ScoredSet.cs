namespace FastElman.Training.Runs;

/// <summary>Sentences that a network is scored on after each epoch, as the command <c>evaluate</c> and the tutorial do.</summary>
/// <remarks>Not synchronised: one thread at a time.</remarks>
internal sealed class ScoredSet
{
    private readonly int[] _words;
    private readonly int[] _lengths;
    private readonly string[][] _gold;
    private readonly int[] _predicted;

    public ScoredSet(IReadOnlyList<CorpusSentence> sentences, CorpusEncoding encoding)
    {
        _words = [.. sentences.SelectMany(encoding.Words)];
        _lengths = [.. sentences.Select(sentence => sentence.Length)];
        _gold = [.. sentences.Select(encoding.GoldLabels)];
        _predicted = new int[_words.Length];
    }

    /// <summary>Words of all sentences.</summary>
    public int WordCount => _words.Length;

    public void AddTo(Fingerprint fingerprint)
    {
        fingerprint.Add(_words);
        fingerprint.Add(_lengths);
        foreach (var labels in _gold)
        {
            fingerprint.Add(labels);
        }
    }

    /// <summary>conlleval's figures for a model that has labels.</summary>
    public ConllResult Score(CompiledModel model)
    {
        new BatchTagger(model).Tag(_words, _lengths, _predicted);
        var evaluation = new ConllEvaluation();
        var start = 0;
        foreach (var gold in _gold)
        {
            var predicted = _predicted.AsSpan(start, gold.Length).ToArray();
            evaluation.AddSentence(gold, Array.ConvertAll(predicted, label => model.Labels![label]), withBoundaryTokens: true);
            start += gold.Length;
        }

        return evaluation.Result();
    }
}
