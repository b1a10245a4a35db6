namespace FastElman.Training.Reports;

/// <summary>How a run stands when it is reported: at its end, cancelled, or diverged.</summary>
/// <param name="Shape">The sizes of the network.</param>
/// <param name="Result">What came of it; null where no epoch has ended.</param>
/// <param name="UpdateCount">Updates, one a sentence.</param>
/// <param name="UnfinishedEpoch">
/// The epoch that it was cancelled or diverged in, counted from 1; null at the end.
/// </param>
/// <param name="Divergence">Why it cannot go on, or null.</param>
internal sealed record RunStatus(
    ElmanShape Shape,
    TrainingResult? Result,
    long UpdateCount,
    int? UnfinishedEpoch,
    TrainingDivergedException? Divergence)
{
    /// <summary>The epochs that were completed, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => Result?.Epochs ?? [];

    /// <summary>A run at its end.</summary>
    public static RunStatus Of(TrainingResult result) =>
        new(result.Model.Shape, result, result.UpdateCount, UnfinishedEpoch: null, Divergence: null);

    /// <summary>A run anywhere.</summary>
    public static RunStatus Of(TrainingRun run) =>
        new(
            run.Shape,
            run.GetResult(),
            run.UpdateCount,
            run.IsOver && run.Divergence is null ? null : run.Epoch,
            run.Divergence);
}
