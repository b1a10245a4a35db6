namespace FastElman.Training;

/// <summary>The model that <see cref="RecurrencePruning"/> made, and what it has cost.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class PruningResult
{
    internal PruningResult(
        ElmanModel model, double validationF1Before, double? testF1Before, IReadOnlyList<EpochResult> epochs)
    {
        Model = model;
        ValidationF1Before = validationF1Before;
        TestF1Before = testF1Before;
        Epochs = epochs;
        BestEpoch = epochs.Last(epoch => epoch.IsBest);
    }

    /// <summary>
    /// The pruned model of the best epoch, with the words, labels, decoding, tokenizer and temperature of the model
    /// that it was made from.
    /// </summary>
    public ElmanModel Model { get; }

    /// <summary>F1 of the model before, on the validation set in percent.</summary>
    public double ValidationF1Before { get; }

    /// <summary>F1 of the model before, on the test set in percent; null without one.</summary>
    public double? TestF1Before { get; }

    /// <summary>The epoch of the model, with its F1.</summary>
    public EpochResult BestEpoch { get; }

    /// <summary>All epochs in order; those before the last step of pruning are never the best.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>F1 before and after.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"F1 {ValidationF1Before:F2} before, {BestEpoch.ValidationF1:F2} after, on the validation set");
}
