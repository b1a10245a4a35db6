using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>Makes models of the parameters of a run, with the words and labels of its corpus.</summary>
internal sealed class RunModels(Corpus corpus, TrainingData data, TrainingOptions options)
{
    /// <summary>Marks models that have learned from the validation set, in their provenance.</summary>
    private const string FinalSuffix = ", final";

    private readonly string _recipe = options.Recipe.ToString().ToLowerInvariant();
    private readonly string _origin = $"{corpus.Name}, seed {options.Seed}";
    private float? _temperature;

    /// <summary>Whether a model was made by a final training, as far as its file says.</summary>
    public static bool IsFinal(ElmanModel model) =>
        model.Provenance.Recipe?.Contains(FinalSuffix, StringComparison.Ordinal) == true;

    /// <summary>A model of the first training.</summary>
    public ElmanModel Of(ElmanParameters parameters) => Of(parameters, suffix: string.Empty);

    /// <summary>
    /// The model of the final training. It has learned from the validation set, so that set can no longer say how sure
    /// the model may be of itself: the temperature is that of the best model of the first training.
    /// </summary>
    /// <param name="parameters">Those after the last epoch.</param>
    /// <param name="selected">Those of the best epoch of the first training.</param>
    public ElmanModel OfFinalTraining(ElmanParameters parameters, ElmanParameters selected) =>
        Of(parameters, FinalSuffix).WithTemperature(_temperature ??= TemperatureOf(Of(selected)));

    private float TemperatureOf(ElmanModel selected)
    {
        var temperature = TemperatureScaling.Fit(selected, corpus);
        return temperature is TemperatureScaling.LowestTemperature or TemperatureScaling.HighestTemperature
            ? 1f
            : temperature;
    }

    private ElmanModel Of(ElmanParameters parameters, string suffix) => ElmanModel.Create(
        data.Compose(parameters),
        data.Vocabulary,
        data.Labels,
        new ModelProvenance(_recipe + DensityOf(parameters) + suffix, _origin),
        options.EffectiveDecoding,
        tokenizer: options.Tokenizer);

    /// <summary>A run that ended before its last step of pruning has a model that is denser than asked for.</summary>
    private string DensityOf(ElmanParameters parameters) =>
        options.Density < 1 && RecurrentMask.IsReached(parameters, options.Density)
            ? FormattableString.Invariant($", density {options.Density}")
            : string.Empty;
}
