namespace FastElman.Training.Reports;

/// <summary>The status of a run when it is reported: finished, cancelled, or diverged.</summary>
/// <param name="Shape">The sizes of the network.</param>
/// <param name="Decoding">How the model is decoded by default.</param>
/// <param name="Result">The result so far; null before the first epoch has ended.</param>
/// <param name="UpdateCount">Updates, one a sentence.</param>
/// <param name="UnfinishedEpoch">
/// The epoch in which it was cancelled or diverged, counted from 1; null for a finished run.
/// </param>
/// <param name="Divergence">How it diverged; null if it did not.</param>
/// <param name="IsFinalTraining">Whether the final training has begun.</param>
internal sealed record RunStatus(
    ElmanShape Shape,
    LabelDecoding Decoding,
    TrainingResult? Result,
    long UpdateCount,
    int? UnfinishedEpoch,
    TrainingDivergedException? Divergence,
    bool IsFinalTraining)
{
    /// <summary>The completed epochs, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => Result?.Epochs ?? [];

    /// <summary>Whether the model is that of a final training, which has learned from the validation set.</summary>
    public bool HasFinalModel => Result is { FinalEpochs.Count: > 0 };

    /// <summary>The status of a finished run.</summary>
    public static RunStatus Of(TrainingResult result) =>
        new(
            result.Model.Shape,
            result.Model.Decoding,
            result,
            result.UpdateCount,
            UnfinishedEpoch: null,
            Divergence: null,
            result.FinalEpochs.Count > 0);

    /// <summary>The status of a run, finished or not.</summary>
    public static RunStatus Of(TrainingRun run) =>
        new(
            run.Shape,
            run.Decoding,
            run.GetResult(),
            run.UpdateCount,
            run.IsOver && run.Divergence is null ? null : run.Epoch,
            run.Divergence,
            run.IsFinalTraining);
}
