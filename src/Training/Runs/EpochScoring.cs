using FastElman.Training.Embeddings;

namespace FastElman.Training.Runs;

/// <summary>Scores parameters on the validation and the test set at the end of an epoch.</summary>
internal sealed class EpochScoring
{
    private readonly TrainingData _data;
    private readonly CompileOptions _options = new();

    /// <summary>Prepares the scoring of a run.</summary>
    /// <param name="data">The corpus.</param>
    /// <param name="decoding">How to decode, which suits the corpus and the network.</param>
    public EpochScoring(TrainingData data, LabelDecoding decoding)
    {
        _data = data;
        _options.Decoding = decoding;
    }

    /// <summary>F1 in percent on the validation and on the test set; null for a set that the corpus lacks.</summary>
    public (double? Validation, double? Test) Score(ElmanParameters parameters)
    {
        if (_data.Validation is null && _data.Test is null)
        {
            return (null, null);
        }

        var model = Compile(parameters);
        return (_data.Validation?.Score(model).Overall.F1, _data.Test?.Score(model).Overall.F1);
    }

    /// <summary>F1 in percent on the test set; null where the corpus has none.</summary>
    public double? ScoreTest(ElmanParameters parameters) => _data.Test?.Score(Compile(parameters)).Overall.F1;

    private CompiledModel Compile(ElmanParameters parameters)
    {
        var composed = _data.Compose(parameters);
        return ElmanModel.Create(
            _data.UnknownWords.Count == 0
                ? composed
                : UnknownCorpusWords.AddTo(composed, _data.Vocabulary!.UnknownIndex!.Value, _data.UnknownWords),
            _data.ScoredVocabulary,
            _data.Labels).Compile(_options);
    }
}
