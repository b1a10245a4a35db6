namespace FastElman.Training;

/// <summary>The model that a run made, and the results of its epochs.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrainingResult
{
    internal TrainingResult(ElmanModel model, IReadOnlyList<EpochResult> epochs, long updateCount)
    {
        Model = model;
        Epochs = epochs;
        UpdateCount = updateCount;
    }

    /// <summary>
    /// The network of the best epoch, with words and labels where the corpus has them; that of the last epoch without a
    /// validation set, and of the last update where <see cref="TrainingOptions.SentenceLimit"/> ended the run.
    /// </summary>
    public ElmanModel Model { get; }

    /// <summary>
    /// The best epoch; null without a validation set, or where the run ended before its first epoch did.
    /// </summary>
    public EpochResult? BestEpoch => Epochs.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>All completed epochs, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>Updates, one a sentence.</summary>
    public long UpdateCount { get; }

    /// <summary>The epochs, and the best of them.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => BestEpoch is { } best
        ? FormattableString.Invariant(
            $"{Epochs.Count} epochs, F1 {best.ValidationF1:F2} on the validation set in epoch {best.Epoch}")
        : FormattableString.Invariant($"{Epochs.Count} epochs, {UpdateCount} updates");
}
