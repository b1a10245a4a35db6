namespace FastElman.Training;

/// <summary>What came of a run.</summary>
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
    /// The network of the best epoch, with words and labels where the corpus has them; that of the last epoch where there is no
    /// validation set, and of the last update where <see cref="TrainingOptions.SentenceLimit"/> ended the run.
    /// </summary>
    public ElmanModel Model { get; }

    /// <summary>The best epoch; null where there is no validation set, or the run ended before its first epoch did.</summary>
    public EpochResult? Best => Epochs.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>All epochs that were completed, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>Updates, one a sentence.</summary>
    public long UpdateCount { get; }
}
