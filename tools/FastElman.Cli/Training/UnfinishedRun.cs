using System.Globalization;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The message of <c>train</c> about a run that was interrupted or has diverged.</summary>
internal static class UnfinishedRun
{
    /// <summary>One line: why the run ended, how to continue it, and where the best model is.</summary>
    public static string Describe(TrainingRun run, TrainingOutputs outputs) =>
        $"{Reason(run, outputs)}; {Kept(run, outputs)}";

    private static string Reason(TrainingRun run, TrainingOutputs outputs) => run.Divergence is { } divergence
        ? divergence.Message
        : outputs.Checkpoint is null
            ? "training was interrupted: without --checkpoint it cannot go on"
            : "training was interrupted: the same command with --resume goes on where it was";

    private static string Kept(TrainingRun run, TrainingOutputs outputs) => run.GetResult() switch
    {
        null => "no epoch had ended, so no model was written",
        { BestEpoch: { } best } when run.IsFinalTraining => string.Create(
            CultureInfo.InvariantCulture,
            $"the final training had not ended, so the best model of the first one (epoch {best.Epoch}, F1 "
                + $"{best.ValidationF1:F2} on the validation set) is in {outputs.Model}"),
        { BestEpoch: { } best } => string.Create(
            CultureInfo.InvariantCulture,
            $"the best model so far (epoch {best.Epoch}, F1 {best.ValidationF1:F2} on the validation set) is in "
                + $"{outputs.Model}"),
        { } result => $"the model of the last whole epoch ({result.Epochs.Count}) is in {outputs.Model}",
    };
}
