using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>What a run does by the clock: checkpoints within an epoch, and reports.</summary>
public sealed class RunClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_is_written_every_ten_seconds_and_after_each_epoch()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _folder.File("run.checkpoint"));
        var written = new List<long?>();

        Run(options, TimeSpan.FromSeconds(4), () => written.Add(
            new TrainingRun(TinyCorpus.Indexed(), options).ReadCheckpoint()));

        // Epochs have 7 sentences of 4 seconds: due after the third, and after the sixth.
        Assert.Equal<long?>(
            [null, null, null, 3, 3, 3, 6, 7, 7, 7, 10, 10, 10, 13, 14, 14, 14, 17, 17, 17, 20], written);
    }

    [Fact]
    public void A_checkpoint_is_not_written_before_ten_seconds_are_over()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _folder.File("run.checkpoint"));
        var written = new List<bool>();

        Run(
            options.With(o => o.Epochs = 1),
            TimeSpan.FromSeconds(9.999 / 6),
            () => written.Add(File.Exists(options.CheckpointFile)));

        Assert.All(written, Assert.False);
    }

    [Fact]
    public void Progress_is_reported_ten_times_a_second_and_after_each_epoch()
    {
        var reports = new List<long>();

        Run(TinyCorpus.Options, TimeSpan.FromMilliseconds(40), () => { }, new Listener(reports.Add));

        Assert.Equal([3, 6, 7, 10, 13, 14, 17, 20, 21], reports);
    }

    private static void Run(
        TrainingOptions options, TimeSpan step, Action beforeStep, IProgress<TrainingProgress>? progress = null)
    {
        var clock = new SteppedClock();
        var steps = InterruptedSteps.Create(_ =>
        {
            beforeStep();
            clock.Advance(step);
        });
        new TrainingRun(TinyCorpus.Indexed(), options, steps, clock).Run(
            progress, TestContext.Current.CancellationToken);
    }

    private sealed class Listener(Action<long> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value.UpdateCount);
    }
}
