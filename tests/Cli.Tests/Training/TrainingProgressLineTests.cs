using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;

namespace FastElman.Cli.Tests.Training;

public sealed class TrainingProgressLineTests
{
    [Fact]
    public void The_bar_and_its_note_tell_where_the_run_is()
    {
        var counter = new ProgressCounter();

        new TrainingProgressLine(counter, limit: null, hasBar: true).Report(Progress(TimeSpan.FromSeconds(93_784)));

        Assert.Equal(TrainingProgressLine.Resolution / 4, counter.Done);
        Assert.Equal("epoch 2 of 10, 26:03:04 left, loss 0.1235, 12,346 words/s", counter.Note);
        Assert.False(counter.TryTake(out _));
    }

    [Fact]
    public void A_limit_of_updates_is_the_end_of_the_bar()
    {
        var counter = new ProgressCounter();

        new TrainingProgressLine(counter, limit: 500, hasBar: true).Report(Progress(timeLeft: null));

        Assert.Equal(TrainingProgressLine.Resolution / 2, counter.Done);
        Assert.EndsWith(" words/s", counter.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void The_final_training_has_a_bar_of_its_own()
    {
        var lines = new List<string>();
        var counter = new ProgressCounter(lines.Add);

        new TrainingProgressLine(counter, limit: null, hasBar: true).Report(new TrainingProgress
        {
            IsFinal = true,
            Epoch = 3,
            EpochCount = 4,
            SentencesDone = 100,
            SentenceCount = 100,
            UpdateCount = 6300,
            Loss = 0.25,
            WordsPerSecond = 1000,
            TimeLeft = TimeSpan.FromSeconds(1),
            CompletedEpoch = new EpochResult(3, 0.25, 0.5, null, null, IsBest: false),
        });

        Assert.Equal(TrainingProgressLine.Resolution * 3 / 4, counter.Done);
        Assert.Equal("final epoch 3 of 4, 0:00:01 left, loss 0.2500, 1,000 words/s", counter.Note);
        Assert.Equal(["final epoch 3: loss 0.2500, rate 0.5"], lines);
    }

    [Fact]
    public void An_epoch_is_told_in_a_line_that_stays()
    {
        var lines = new List<string>();
        var line = new TrainingProgressLine(new ProgressCounter(lines.Add), limit: null, hasBar: false);

        line.Report(Progress(null, new EpochResult(2, 0.5, 0.25, 95.126, 94, IsBest: true)));
        line.Report(Progress(null, new EpochResult(3, 0.5, 0.125, null, null, IsBest: false)));

        Assert.Equal(
            [
                "epoch 2: loss 0.5000, valid F1 95.13, test F1 94.00, learning rate 0.25, 12,346 words/s, best",
                "epoch 3: loss 0.5000, learning rate 0.125, 12,346 words/s",
            ],
            lines);
    }

    [Fact]
    public void The_line_of_an_epoch_fits_into_80_columns_beside_a_bar()
    {
        var lines = new List<string>();
        var line = new TrainingProgressLine(new ProgressCounter(lines.Add), limit: null, hasBar: true);

        line.Report(Progress(null, new EpochResult(100, 10.5, 0.00123456, 95.126, 94.12, IsBest: true)));

        Assert.Equal(["epoch 100: loss 10.5000, valid F1 95.13, test F1 94.12, rate 0.00123, best"], lines);
    }

    private static TrainingProgress Progress(TimeSpan? timeLeft, EpochResult? completed = null) => new()
    {
        Epoch = 2,
        EpochCount = 10,
        SentencesDone = 50,
        SentenceCount = 100,
        UpdateCount = 250,
        Loss = 0.12345,
        WordsPerSecond = 12_345.6,
        TimeLeft = timeLeft,
        CompletedEpoch = completed,
    };
}
