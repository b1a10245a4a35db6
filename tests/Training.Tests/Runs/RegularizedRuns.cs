using Microsoft.Extensions.Time.Testing;

namespace FastElman.Training.Tests.Runs;

/// <summary>What the tests of <see cref="TrainingRecipe.Regularized"/> have in common.</summary>
internal static class RegularizedRuns
{
    /// <summary>
    /// A small network that learns <see cref="TinyCorpus"/>, in batches of three of its seven sentences.
    /// </summary>
    public static TrainingOptions Options => TinyCorpus.Options.With(o =>
    {
        o.Recipe = TrainingRecipe.Regularized;
        o.HiddenSize = 8;
        o.LearningRate = 0.02;
        o.Regularization.BatchSize = 3;
        o.Regularization.AveragingDecay = 0.9;
    });

    /// <summary>
    /// A run whose clock goes on at every look, so that each update is reported, and a checkpoint comes now and then.
    /// </summary>
    public static TrainingRun WithFastClock(TrainingOptions options) => new(
        TinyCorpus.Indexed(),
        options,
        static (trainer, words, labels, rate) => trainer.Train(words, labels, rate),
        new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1.5) });

    /// <summary>Does something when a run has trained on so many sentences.</summary>
    public static IProgress<TrainingProgress> At(long sentences, Action act) => new Listener(progress =>
    {
        if (progress.UpdateCount >= sentences)
        {
            act();
        }
    });

    public static IProgress<TrainingProgress> Listen(Action<TrainingProgress> report) => new Listener(report);

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
