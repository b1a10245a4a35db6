namespace FastElman.Training;

/// <summary>The model that a run made, and the results of its epochs.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrainingResult
{
    internal TrainingResult(
        ElmanModel model,
        IReadOnlyList<EpochResult> epochs,
        long updateCount,
        IReadOnlyList<EpochResult>? finalEpochs = null)
    {
        Model = model;
        Epochs = epochs;
        UpdateCount = updateCount;
        FinalEpochs = finalEpochs ?? [];
    }

    /// <summary>
    /// The network of the best epoch, with words and labels where the corpus has them; that of the last epoch without a
    /// validation set, and of the last update where <see cref="TrainingOptions.SentenceLimit"/> ended the run. Where
    /// there are <see cref="FinalEpochs"/>, the network after the last of them.
    /// </summary>
    public ElmanModel Model { get; }

    /// <summary>
    /// The best epoch of the first training; null without a validation set, or where the run ended before its first
    /// epoch did, with <see cref="TrainingOptions.Density"/> before the first epoch after the last step of pruning.
    /// </summary>
    public EpochResult? BestEpoch => Epochs.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>All completed epochs of the first training, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>
    /// The epochs of the final training, once it has ended; empty without <see cref="TrainingOptions.FinalTraining"/>.
    /// They have no score on the validation set, which they learned from; the last has one on the test set.
    /// </summary>
    public IReadOnlyList<EpochResult> FinalEpochs { get; }

    /// <summary>Sentences trained on in all epochs, as <see cref="TrainingRun.UpdateCount"/>.</summary>
    public long UpdateCount { get; }

    /// <summary>The epochs, and the best of them.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => BestEpoch is { } best
        ? FormattableString.Invariant(
            $"{Epochs.Count} epochs, F1 {best.ValidationF1:F2} on the validation set in epoch {best.Epoch}{Final}")
        : FormattableString.Invariant($"{Epochs.Count} epochs, {UpdateCount} updates");

    private string Final => FinalEpochs.Count == 0
        ? string.Empty
        : FormattableString.Invariant($", {FinalEpochs.Count} final epochs");
}
