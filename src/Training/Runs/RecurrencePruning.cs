namespace FastElman.Training;

/// <summary>
/// Makes the recurrent weights of a trained model sparse: removes most of them in three steps, trains the others on
/// after each step, and takes the best epoch on the validation set.
/// </summary>
/// <remarks>
/// <see cref="TrainingOptions.Density"/> describes the pattern. The first step is made before the first epoch, the
/// others after 4 and 8 epochs, in a run of fewer than 24 after a sixth and a third of them. Thread-safe. On one
/// machine and instruction set the same model, corpus and options give the same model, bit for bit.
/// </remarks>
public static class RecurrencePruning
{
    /// <summary>Prunes a model, which does not change.</summary>
    /// <param name="model">A model with words and labels, of any origin and any kind.</param>
    /// <param name="corpus">
    /// The corpus to train on, with a validation set; best the one that the model was trained on. Its words and labels
    /// are translated to those of the model: a word that the model does not have counts as <c>&lt;UNK&gt;</c>.
    /// </param>
    /// <param name="options">The density, and how to train on; null for the defaults.</param>
    /// <param name="progress">Receives reports on this thread, about ten a second and one an epoch.</param>
    /// <param name="cancellationToken">Checked before each sentence.</param>
    /// <returns>The pruned model, and F1 before and after.</returns>
    /// <exception cref="ArgumentException">The model has no words or no labels, or is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of range, or the density keeps every row of wh, or all that the model has not pruned already.
    /// </exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no training or no validation set, or a label in its training set that the model does not have.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no longer finite.</exception>
    public static PruningResult Prune(
        ElmanModel model,
        Corpus corpus,
        PruningOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(corpus);
        if (model is not { Vocabulary: not null, Labels: not null })
        {
            throw new ArgumentException("The model has no words or no labels to read the corpus with.", nameof(model));
        }

        if (!float.IsFinite(model.Parameters.LargestMagnitude()))
        {
            throw new ArgumentException("The model is not finite.", nameof(model));
        }

        var training = (options ?? new PruningOptions()).ToTraining(model);
        var run = new TrainingRun(corpus, training);
        if (!run.HasValidation)
        {
            throw corpus.Refusal("the best epoch is chosen by the validation set, and the corpus has none");
        }

        var (validation, test) = run.ScoreInitial();
        var result = run.Run(progress, cancellationToken);
        return new PruningResult(
            WithParameters(model, result.Model.Parameters, training.Density, corpus),
            validation!.Value,
            test,
            result.Epochs);
    }

    private static ElmanModel WithParameters(
        ElmanModel model, ElmanParameters parameters, double density, Corpus corpus)
    {
        var recipe = FormattableString.Invariant($"pruned to density {density}");
        return ElmanModel.Adopt(
            parameters,
            model.Vocabulary,
            model.Labels,
            new ModelProvenance(
                model.Provenance.Recipe is { } before ? $"{before}, {recipe}" : recipe,
                model.Provenance.Origin is { } origin ? $"{origin}, pruned on {corpus.Name}" : corpus.Name)
            {
                Patches = model.Provenance.Patches,
            },
            model.Decoding,
            allowNonFinite: false,
            file: null,
            model.Tokenizer,
            model.Temperature,
            model.SubwordPrecision);
    }
}
