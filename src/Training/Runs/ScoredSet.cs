using FastElman.Training.Corpora;
using FastElman.Training.Evaluation;

namespace FastElman.Training.Runs;

/// <summary>Sentences that a network is scored on after each epoch, as the command <c>evaluate</c> and the tutorial do.</summary>
internal sealed class ScoredSet
{
    private readonly int[][] _words;
    private readonly string[][] _gold;

    public ScoredSet(IReadOnlyList<CorpusSentence> sentences, CorpusEncoding encoding)
    {
        _words = [.. sentences.Select(encoding.Words)];
        _gold = [.. sentences.Select(encoding.GoldLabels)];
    }

    public void AddTo(Fingerprint fingerprint)
    {
        fingerprint.Add(_words.Length);
        for (var i = 0; i < _words.Length; i++)
        {
            fingerprint.Add(_words[i]);
            fingerprint.Add(_gold[i]);
        }
    }

    /// <summary>conlleval's figures for a model that has labels.</summary>
    public ConllResult Score(ElmanModel model)
    {
        var tagger = new Tagger(model);
        var evaluation = new ConllEvaluation();
        for (var i = 0; i < _words.Length; i++)
        {
            var predicted = new int[_words[i].Length];
            tagger.Tag(_words[i], predicted);
            evaluation.AddSentence(_gold[i], Array.ConvertAll(predicted, label => model.Labels![label]), withBoundaryTokens: true);
        }

        return evaluation.Result();
    }
}
