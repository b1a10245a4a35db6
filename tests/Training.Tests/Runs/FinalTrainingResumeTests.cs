using FastElman.Fixtures;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs with a final training that end early, and go on from their checkpoint.</summary>
public sealed class FinalTrainingResumeTests : IDisposable
{
    private const int Sentences = 7, FinalSentences = 9, Epochs = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public FinalTrainingResumeTests() => _file = _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TrainingRecipe.Tutorial, TrainingOptimizer.GradientDescent, 1)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.GradientDescent, 1)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.Adam, 1)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.GradientDescent, 0.3)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.Adam, 0.3)]
    public void Cancelled_anywhere_in_either_training_a_run_ends_the_same(
        TrainingRecipe recipe, TrainingOptimizer optimizer, double density)
    {
        var options = Options(recipe, optimizer).With(o => o.Density = density);
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        Assert.True(whole.FinalEpochs.Count > 1);
        for (var update = 1; update < whole.UpdateCount; update++)
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => Run(options, update, cancellation.Cancel).Run(cancellationToken: cancellation.Token));

            AssertResumesTo(whole, options, update);
        }
    }

    [Fact]
    public void A_killed_run_resumes_in_the_training_that_its_checkpoint_is_in()
    {
        var options = Options();
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        var first = (long)whole.Epochs.Count * Sentences;
        for (var update = (int)first - 1; update <= whole.UpdateCount; update++)
        {
            File.Delete(_file);
            Assert.Throws<TimeoutException>(
                () => Run(options, update, () => throw new TimeoutException()).Complete());

            AssertResumesTo(
                whole,
                options,
                update <= first
                    ? first - Sentences
                    : first + ((update - 1 - first) / FinalSentences * FinalSentences));
        }
    }

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void Lower_rates_and_the_way_back_are_resumed_too(TrainingRecipe recipe)
    {
        var options = Options(recipe).With(o => o.Epochs = 20);
        var whole = Scripted(options, stopAfter: int.MaxValue).Complete();
        Assert.Equal(13, whole.FinalEpochs.Count);
        for (var update = 20 * Sentences; update < whole.UpdateCount; update += 5)
        {
            File.Delete(_file);
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => Scripted(options, update, cancellation).Run(cancellationToken: cancellation.Token));
            var run = Scripted(options, stopAfter: int.MaxValue, begunAfter: update);

            Assert.Equal(update, run.Resume());
            AssertEqual(whole, run.Complete());
        }
    }

    [Fact]
    public void A_finished_run_is_resumed_to_its_result()
    {
        var options = Options();
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        AssertResumesTo(whole, options, whole.UpdateCount);
    }

    [Fact]
    public void A_run_that_was_begun_or_ended_without_it_can_have_it_later()
    {
        var whole = new TrainingRun(TinyCorpus.Indexed(), Options()).Complete();
        foreach (var epochs in (int[])[1, Epochs])
        {
            File.Delete(_file);
            new TrainingRun(
                TinyCorpus.Indexed(), Options().With(o => { o.FinalTraining = false; o.Epochs = epochs; })).Complete();

            AssertResumesTo(whole, Options(), epochs * Sentences);
        }
    }

    [Fact]
    public void Before_it_begins_its_checkpoint_is_that_of_a_run_without_it()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Run(Options(), 10, cancellation.Cancel).Run(cancellationToken: cancellation.Token));
        var withFinal = File.ReadAllBytes(_file);
        File.Delete(_file);
        using var again = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Run(Options().With(o => o.FinalTraining = false), 10, again.Cancel)
                .Run(cancellationToken: again.Token));

        Assert.Equal(File.ReadAllBytes(_file), withFinal);
    }

    [Fact]
    public void Once_begun_it_is_neither_dropped_nor_moved()
    {
        new TrainingRun(TinyCorpus.Indexed(), Options()).Complete();

        Assert.Contains(
            "is in its final training, and none is asked for",
            Refuse(Options().With(o => o.FinalTraining = false)).Message,
            StringComparison.Ordinal);
        var longer = Refuse(Options().With(o => o.Epochs = Epochs + 1));
        Assert.Contains("cannot have more epochs any more", longer.Message, StringComparison.Ordinal);
        Assert.Equal(("at most 10 epochs", "11"), (longer.Expected, longer.Found));
    }

    [Fact]
    public void A_checkpoint_of_it_that_contradicts_itself_is_refused()
    {
        var options = Options();
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Run(options, (Epochs * Sentences) + FinalSentences + 2, cancellation.Cancel)
                .Run(cancellationToken: cancellation.Token));
        var content = CheckpointReader.Read(_file, new ElmanShape(16, 3, 6, 8, 3), Sentences, FinalSentences);
        var (state, epoch) = (content.State, content.State.Epochs[0]);

        Contradict("null", state with { Selection = [null!] });
        Contradict("does not follow", state with { Selection = [state.Selection![0] with { LearningRate = 7 }] });
        Contradict("set that it learns from", state with { Epochs = [epoch with { ValidationF1 = 50 }] });
        Contradict("set that it learns from", state with { Epochs = [epoch with { IsBest = true }] });
        Contradict("does not follow", state with { Epochs = [epoch with { LearningRate = 7 }] });
        Contradict("impossible", state with { Epochs = [epoch with { TestF1 = 101 }] });
        Contradict("best score", state with { BestF1 = 99 });
        Contradict(
            "too many epochs",
            state with
            {
                Epochs = [.. Enumerable.Range(1, Epochs + 1).Select(number => epoch with { Epoch = number })],
                Updates = ((Epochs + 1) * FinalSentences) + state.Place,
            });

        void Contradict(string problem, CheckpointState changed)
        {
            CheckpointWriter.Write(_file, content with { State = changed });
            Assert.Contains(problem, Refuse(options).Message, StringComparison.Ordinal);
        }
    }

    private static TrainingRun Run(TrainingOptions options, int update, Action interrupt) =>
        new(TinyCorpus.Indexed(), options, InterruptedSteps.Create(count =>
        {
            if (count == update)
            {
                interrupt();
            }
        }));

    /// <summary>A run whose best epoch is the thirteenth, with a lower rate from the eleventh on.</summary>
    private static TrainingRun Scripted(
        TrainingOptions options, int stopAfter, CancellationTokenSource? stop = null, int begunAfter = 0) =>
        new(TinyCorpus.Indexed(), options, new ScriptedTrainer(update =>
        {
            if (update + begunAfter == stopAfter)
            {
                stop!.Cancel();
            }

            return update + begunAfter > 12 * Sentences ? 0 : 2;
        }));

    private static void AssertEqual(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.Epochs, actual.Epochs);
        Assert.Equal(expected.FinalEpochs, actual.FinalEpochs);
        Assert.Equal(expected.UpdateCount, actual.UpdateCount);
        Assert.Equal(expected.Model.Temperature, actual.Model.Temperature);
        Bits.AssertEqual(expected.Model.ExportParameters(), actual.Model.ExportParameters());
    }

    private static void AssertResumesTo(TrainingResult whole, TrainingOptions options, long updates)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), options);
        Assert.Equal(updates, run.Resume());
        AssertEqual(whole, run.Complete());
    }

    private static ModelFormatException Refuse(TrainingOptions options) =>
        Assert.Throws<ModelFormatException>(() => new TrainingRun(TinyCorpus.Indexed(), options).Resume());

    private TrainingOptions Options(
        TrainingRecipe recipe = TrainingRecipe.Corrected,
        TrainingOptimizer optimizer = TrainingOptimizer.GradientDescent) => TinyCorpus.Options.With(o =>
        {
            o.Recipe = recipe;
            o.Optimizer = optimizer;
            o.CheckpointFile = _file;
            o.FinalTraining = true;
            o.HiddenSize = 16;
            o.EmbeddingSize = 8;
            o.LearningRate = optimizer == TrainingOptimizer.Adam ? 0.02 : 1;
            o.Epochs = Epochs;
        });
}
