namespace FastElman.Training.Tests.Runs;

internal static class RunCompletion
{
    /// <summary>Runs to the end, unless the tests are stopped.</summary>
    public static TrainingResult Complete(this TrainingRun run, IProgress<TrainingProgress>? progress = null) =>
        run.Run(progress, TestContext.Current.CancellationToken);
}
