using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs that end early, in every way and everywhere, and go on from their checkpoint.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Sentences = 7;
    private const int Updates = 3 * Sentences;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public ResumeTests() => _file = _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TrainingRecipe.Tutorial, TrainingOptimizer.GradientDescent, 1)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.GradientDescent, 1)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.Adam, 1)]
    [InlineData(TrainingRecipe.Tutorial, TrainingOptimizer.GradientDescent, 0.3)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.GradientDescent, 0.3)]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.Adam, 0.3)]
    public void Cancelled_anywhere_a_run_ends_as_if_it_had_not_been(
        TrainingRecipe recipe, TrainingOptimizer optimizer, double density)
    {
        var options = TinyCorpus.Options.With(o =>
        {
            o.Recipe = recipe;
            o.Optimizer = optimizer;
            o.Density = density;
            o.CheckpointFile = _file;
        });
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        for (var update = 1; update < Updates; update++)
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => Run(options, update, _ => cancellation.Cancel()).Run(cancellationToken: cancellation.Token));

            AssertResumesTo(whole, options, update);
        }
    }

    [Fact]
    public void A_killed_run_resumes_at_its_checkpoint_and_ends_the_same()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        for (var update = 1; update <= Updates; update++)
        {
            File.Delete(_file);
            Assert.Throws<TimeoutException>(() => Run(options, update, _ => throw new TimeoutException()).Complete());

            AssertResumesTo(whole, options, update <= Sentences ? null : (update - 1) / Sentences * Sentences);
        }
    }

    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Jordan)]
    [InlineData(NetworkKind.Bidirectional)]
    public void Killed_between_the_steps_of_pruning_every_network_ends_the_same(NetworkKind network)
    {
        var options = TinyCorpus.Options.With(o =>
        {
            o.Network = network;
            o.HiddenSize = 20;
            o.Density = 0.4;
            o.Epochs = 6;
            o.CheckpointFile = _file;
        });
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        for (var update = 1; update <= 6 * Sentences; update += 2)
        {
            File.Delete(_file);
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => Run(options, update, _ => cancellation.Cancel()).Run(cancellationToken: cancellation.Token));

            AssertResumesTo(whole, options, update);
        }
    }

    [Fact]
    public void A_pruned_run_can_get_more_epochs()
    {
        var options = TinyCorpus.Options.With(o => { o.Density = 0.3; o.Epochs = 30; o.CheckpointFile = _file; });
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.Epochs = 24)).Complete();

        AssertResumesTo(whole, options, 24 * Sentences);
    }

    [Theory]
    [InlineData(1, 6, "1")]
    [InlineData(0.5, 6, "0.5 in steps after 1, 2 and 3 epochs")]
    [InlineData(0.3, 12, "0.3 in steps after 2, 4 and 6 epochs")]
    public void A_run_of_another_density_or_pruned_at_other_times_is_not_resumed(
        double density, int epochs, string expected)
    {
        var options = TinyCorpus.Options.With(o => { o.Density = 0.3; o.Epochs = 6; o.CheckpointFile = _file; });
        new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        var error = Assert.Throws<ModelFormatException>(() => new TrainingRun(
            TinyCorpus.Indexed(), options.With(o => { o.Density = density; o.Epochs = epochs; })).Resume());

        Assert.Contains("another density", error.Message, StringComparison.Ordinal);
        Assert.Equal((expected, "0.3 in steps after 1, 2 and 3 epochs"), (error.Expected, error.Found));
    }

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void Halved_rates_and_the_way_back_to_the_best_are_resumed_too(TrainingRecipe recipe)
    {
        var options = TinyCorpus.Options.With(o => { o.Recipe = recipe; o.Epochs = 24; o.CheckpointFile = _file; });
        var whole = Scripted(options).Complete();
        var learningRates = whole.Epochs.Select(epoch => epoch.LearningRate).ToArray();
        Assert.True(learningRates[^1] < learningRates[0]);
        for (var epochs = 1; epochs < options.Epochs; epochs++)
        {
            Scripted(options.With(o => o.Epochs = epochs)).Complete();
            var run = Scripted(options);

            Assert.Equal(epochs * Sentences, run.Resume());
            AssertEqual(whole, run.Complete());
        }
    }

    [Fact]
    public void A_limit_of_updates_can_be_raised_also_at_the_end_of_an_epoch()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        var whole = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        foreach (var limit in (int[])[1, Sentences, Sentences + 1, 2 * Sentences, Updates])
        {
            new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.SentenceLimit = limit)).Complete();

            AssertResumesTo(whole, options, limit);
        }
    }

    [Fact]
    public void A_run_of_another_optimiser_is_not_resumed()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        foreach (var (first, second) in ((TrainingOptimizer, TrainingOptimizer)[])
            [(TrainingOptimizer.GradientDescent, TrainingOptimizer.Adam), (
                TrainingOptimizer.Adam, TrainingOptimizer.GradientDescent)])
        {
            new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.Optimizer = first)).Complete();

            var error = Assert.Throws<ModelFormatException>(
                () => new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.Optimizer = second)).Resume());

            Assert.Equal((_file, $"{second}", $"{first}"), (error.File, error.Expected, error.Found));
        }
    }

    [Fact]
    public void A_finished_run_is_resumed_to_its_result()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);

        AssertResumesTo(new TrainingRun(TinyCorpus.Indexed(), options).Complete(), options, Updates);
    }

    [Fact]
    public void Without_a_validation_set_a_run_is_resumed_too()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        var whole = new TrainingRun(TinyCorpus.Indexed(withValidation: false), options).Complete();
        new TrainingRun(TinyCorpus.Indexed(withValidation: false), options.With(o => o.Epochs = 2)).Complete();
        var run = new TrainingRun(TinyCorpus.Indexed(withValidation: false), options);

        Assert.Equal(2 * Sentences, run.Resume());
        AssertEqual(whole, run.Complete());
    }

    [Fact]
    public void A_run_that_diverged_leaves_the_checkpoint_of_before()
    {
        var options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        var run = new TrainingRun(
            TinyCorpus.Indexed(),
            options,
            new ScriptedTrainer(_ => 0) { Weight = update => update > 9 ? float.NaN : 0 });

        Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal(Sentences, new TrainingRun(TinyCorpus.Indexed(), options).Resume());
    }

    [Fact]
    public void Without_a_file_a_run_starts_from_the_beginning() =>
        Assert.Null(
            new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options.With(o => o.CheckpointFile = _file)).Resume());

    [Fact]
    public void Without_the_option_or_in_the_middle_of_a_run_nothing_is_resumed()
    {
        var begun = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options.With(o => o.CheckpointFile = _file));
        begun.Complete();

        Assert.Throws<InvalidOperationException>(() => begun.Resume());
        Assert.Throws<InvalidOperationException>(
            () => new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Resume());
    }

    private static TrainingRun Run(TrainingOptions options, int update, Action<int> interrupt) =>
        new(TinyCorpus.Indexed(), options, InterruptedSteps.Create(count =>
        {
            if (count == update)
            {
                interrupt(count);
            }
        }));

    private static TrainingRun Scripted(TrainingOptions options) =>
        new(TinyCorpus.Indexed(), options, new ScriptedTrainer(_ => 0));

    private static void AssertResumesTo(TrainingResult whole, TrainingOptions options, long? updates)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), options);
        Assert.Equal(updates, run.Resume());
        AssertEqual(whole, run.Complete());
    }

    private static void AssertEqual(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.Epochs, actual.Epochs);
        Assert.Equal(expected.UpdateCount, actual.UpdateCount);
        var (one, other) = (expected.Model.ExportParameters(), actual.Model.ExportParameters());
        Assert.All(TensorNames.Tutorial, tensor => Assert.Equal(one[tensor].ToArray(), other[tensor].ToArray()));
    }
}
