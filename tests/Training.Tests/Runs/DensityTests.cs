using System.Globalization;
using FastElman.Fixtures;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs that prune their recurrent weights on the way.</summary>
public sealed class DensityTests
{
    private const int Sentences = 7;

    public static MatrixTheoryData<NetworkKind, TrainingOptimizer> Runs =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<TrainingOptimizer>());

    /// <summary>A run of 6 epochs with steps before the second, third and fourth of them.</summary>
    private static TrainingOptions Options => TinyCorpus.Options.With(o =>
    {
        o.Density = 0.3;
        o.HiddenSize = 20;
        o.Epochs = 6;
    });

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_model_keeps_the_same_number_of_rows_in_every_block(
        NetworkKind network, TrainingOptimizer optimizer)
    {
        var options = Options.With(o => { o.Network = network; o.Optimizer = optimizer; });
        options.Density = network == NetworkKind.Jordan ? 0.5 : 0.3;

        var model = new TrainingRun(TinyCorpus.Indexed(), options).Complete().Model;

        var expected = network == NetworkKind.Jordan ? 2 : 6;
        var counts = SparseRecurrence.KeptCounts(model.ExportParameters());
        Assert.Equal(network == NetworkKind.Bidirectional ? 4 : 2, counts.Length);
        Assert.All(counts, count => Assert.Equal(expected, count));
    }

    [Fact]
    public void The_tutorials_recipe_and_the_final_training_are_pruned_too()
    {
        var options = Options.With(o => { o.Recipe = TrainingRecipe.Tutorial; o.FinalTraining = true; });

        var result = new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        Assert.Equal(0.3, SparseRecurrence.Density(result.Model.ExportParameters()));
        Assert.InRange(result.FinalEpochs.Count, 4, 6);
        Assert.Equal("tutorial, density 0.3, final", result.Model.Provenance.Recipe);
        Assert.True(RunModels.IsFinal(result.Model));
    }

    [Fact]
    public void A_density_of_1_changes_no_bit_of_a_run()
    {
        var dense = Options.With(o => o.Density = 1);
        var run = new TrainingRun(TinyCorpus.Indexed(), dense);
        var unset = new TrainingRun(
            TinyCorpus.Indexed(), TinyCorpus.Options.With(o => { o.HiddenSize = 20; o.Epochs = 6; }));

        var (one, other) = (run.Complete(), unset.Complete());

        Assert.Equal(other.Epochs, one.Epochs);
        Bits.AssertEqual(other.Model.ExportParameters(), one.Model.ExportParameters());
        Assert.Equal("corrected", one.Model.Provenance.Recipe);
        Assert.Null(ScheduleRules.Of(dense).Pruning);
    }

    [Fact]
    public void Before_the_first_step_a_run_is_the_dense_one()
    {
        var dense = new TrainingRun(TinyCorpus.Indexed(), Options.With(o => o.Density = 1)).Complete();
        var pruned = new TrainingRun(TinyCorpus.Indexed(), Options).Complete();

        Assert.Equal(dense.Epochs[0].Loss, pruned.Epochs[0].Loss);
        Assert.NotEqual(dense.Epochs[1].Loss, pruned.Epochs[1].Loss);
    }

    [Fact]
    public void It_is_pruned_in_three_steps_that_leave_the_same_share()
    {
        var found = new List<double>();
        for (var epochs = 1; epochs <= 6; epochs++)
        {
            // The limit takes the parameters as they are after the last sentence of an epoch.
            var limited = Options.With(o => o.SentenceLimit = epochs * Sentences);
            found.Add(SparseRecurrence.Density(
                new TrainingRun(TinyCorpus.Indexed(), limited).Complete().Model.ExportParameters()));
        }

        // 20 · 0.3^(1/3) = 13.4 rows, 20 · 0.3^(2/3) = 8.96 rows, 20 · 0.3 = 6 rows.
        Assert.Equal([1, 13 / 20.0, 9 / 20.0, 0.3, 0.3, 0.3], found);
    }

    [Theory]
    [InlineData(60, 4, 8, 12)]
    [InlineData(24, 4, 8, 12)]
    [InlineData(23, 3, 7, 11)]
    [InlineData(6, 1, 2, 3)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(int.MaxValue, 4, 8, 12)]
    public void A_short_run_is_pruned_by_half_of_its_epochs(int epochs, int first, int second, int last)
    {
        var schedule = PruningSchedule.Of(Options.With(o => o.Epochs = epochs))!;

        Assert.Equal((first, second, last), (schedule.First, schedule.Second, schedule.Last));
        Assert.Equal(0.3, schedule.DensityOf(last));
        Assert.Equal(last == 0 ? 0.3 : 1, schedule.DensityOf(0));
    }

    [Fact]
    public void Only_an_epoch_with_the_density_asked_for_can_be_the_best()
    {
        // Label 2 is right for most words: without pruning the first epoch would stay the best.
        var script = new ScriptedTrainer(update => update <= 3 * Sentences ? 2 : 0);
        var result = new TrainingRun(TinyCorpus.Indexed(), Options, script).Complete();

        Assert.Equal([false, false, false, true, false, false], result.Epochs.Select(epoch => epoch.IsBest));
        Assert.Equal(4 * Sentences, result.Model.ExportParameters().InitialState[0]);
    }

    [Fact]
    public void Patience_begins_with_the_first_epoch_that_can_be_the_best()
    {
        var rules = ScheduleRules.Of(Options.With(o => { o.Epochs = 60; o.Recipe = TrainingRecipe.Tutorial; }));
        var schedule = new TrainingSchedule(rules);
        var rates = new List<double>();
        for (var epoch = 0; epoch < 24; epoch++)
        {
            rates.Add(schedule.LearningRate);
            schedule = schedule.After(f1: 50).Next;
        }

        Assert.Equal(12, schedule.BestEpoch);
        Assert.All(rates[..23], rate => Assert.Equal(0.3, rate));
        Assert.Equal(0.15, rates[23]);
    }

    [Fact]
    public void A_small_learning_rate_does_not_end_a_run_before_it_is_pruned()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), Options.With(o => o.LearningRate = 1e-5)).Complete();

        Assert.Equal(4, result.Epochs.Count);
        Assert.Equal(4, result.BestEpoch!.Epoch);
        Assert.Equal(0.3, SparseRecurrence.Density(result.Model.ExportParameters()));
    }

    [Fact]
    public void Without_a_validation_set_the_last_epoch_has_the_density()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(withValidation: false), Options).Complete();

        Assert.Equal(0.3, SparseRecurrence.Density(result.Model.ExportParameters()));
    }

    [Fact]
    public void A_run_stopped_before_its_last_step_gives_its_last_epoch()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new TrainingRun(TinyCorpus.Indexed(), Options, InterruptedSteps.Create(count =>
        {
            if (count == (2 * Sentences) + 1)
            {
                cancellation.Cancel();
            }
        }));

        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));

        var result = run.GetResult()!;
        Assert.Null(result.BestEpoch);
        Assert.Equal(2, result.Epochs.Count);
        Assert.Equal(13 / 20.0, SparseRecurrence.Density(result.Model.ExportParameters()));
        Assert.DoesNotContain("density", result.Model.Provenance.Recipe, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.3)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_density_out_of_range_is_refused(double density)
    {
        var problem = $"Density is {density.ToString(CultureInfo.InvariantCulture)}: it is above 0 and at most 1.";
        Assert.StartsWith(
            problem,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options",
                () => new TrainingRun(TinyCorpus.Indexed(), Options.With(o => o.Density = density))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            problem,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options",
                () => new HyperparameterSearch(
                    TinyCorpus.Indexed(), "never made", new SearchOptions { Density = density })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.3, NetworkKind.Elman, "the only row")]
    [InlineData(4, 0.9, NetworkKind.Elman, "all 4 rows")]
    [InlineData(200, 0.9, NetworkKind.Jordan, "all 3 rows")]
    public void A_density_that_keeps_every_row_is_refused(int hidden, double density, NetworkKind network, string what)
    {
        var options = Options.With(o => { o.HiddenSize = hidden; o.Density = density; o.Network = network; });
        var problem = $"prunes nothing, because it keeps {what} of wh.";
        Assert.Contains(
            problem,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options", () => new TrainingRun(TinyCorpus.Indexed(), options)).Message,
            StringComparison.Ordinal);
        var search = new SearchOptions { HiddenSizes = [20, hidden], Density = density, Network = network };
        Assert.Contains(
            problem,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options", () => new HyperparameterSearch(TinyCorpus.Indexed(), "never made", search)).Message,
            StringComparison.Ordinal);
    }
}
