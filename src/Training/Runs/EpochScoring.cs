namespace FastElman.Training.Runs;

/// <summary>Scores the parameters of an epoch's end on the sets that the corpus has.</summary>
internal sealed class EpochScoring
{
    /// <summary>
    /// A table of projected embeddings costs per word of the vocabulary what it saves in about four words that are labelled: measured (Zen 4, 100
    /// hidden units) 3.1 against 0.8 µs.
    /// </summary>
    private const int WordsThatPayForATableRow = 4;

    private readonly TrainingData _data;
    private readonly CompileOptions _options = new();

    public EpochScoring(TrainingData data)
    {
        _data = data;
        var words = (data.Validation?.WordCount ?? 0) + (data.Test?.WordCount ?? 0);
        if (words / WordsThatPayForATableRow < data.Shape.VocabularySize)
        {
            _options.ProjectionBudget = 0;
        }
    }

    /// <summary>F1 in percent on the validation and on the test set; null where there is none.</summary>
    public (double? Validation, double? Test) Score(ElmanParameters parameters)
    {
        if (_data.Validation is null && _data.Test is null)
        {
            return (null, null);
        }

        var model = ElmanModel.Create(parameters, _data.Vocabulary, _data.Labels).Compile(_options);
        return (_data.Validation?.Score(model).Overall.F1, _data.Test?.Score(model).Overall.F1);
    }
}
