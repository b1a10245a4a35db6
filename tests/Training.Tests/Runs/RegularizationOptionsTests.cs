using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>What the options of the recipe may be, and that a run has its own copy.</summary>
public sealed class RegularizationOptionsTests
{
    [Fact]
    public void Values_out_of_range_are_refused_by_name() => Assert.All(
        ((string Property, Action<RegularizationOptions> Change)[])
        [
            ("BatchSize", o => o.BatchSize = 0),
            ("BatchSize", o => o.BatchSize = -3),
            ("WordDropout", o => o.WordDropout = -0.1),
            ("WordDropout", o => o.WordDropout = double.NaN),
            ("WordDropout", o => o.WordDropout = double.PositiveInfinity),
            ("InputDropout", o => o.InputDropout = -0.1),
            ("InputDropout", o => o.InputDropout = 1),
            ("InputDropout", o => o.InputDropout = double.NaN),
            ("OutputDropout", o => o.OutputDropout = -0.1),
            ("OutputDropout", o => o.OutputDropout = 1),
            ("OutputDropout", o => o.OutputDropout = double.NaN),
            ("SlotReplacement", o => o.SlotReplacement = -0.1),
            ("SlotReplacement", o => o.SlotReplacement = 1.1),
            ("SlotReplacement", o => o.SlotReplacement = double.NaN),
            ("SubwordDropout", o => o.SubwordDropout = -0.1),
            ("SubwordDropout", o => o.SubwordDropout = 1),
            ("SubwordDropout", o => o.SubwordDropout = double.NaN),
            ("AveragingDecay", o => o.AveragingDecay = -0.1),
            ("AveragingDecay", o => o.AveragingDecay = 1),
            ("AveragingDecay", o => o.AveragingDecay = double.NaN),
            ("TeacherWeight", o => o.TeacherWeight = -0.1),
            ("TeacherWeight", o => o.TeacherWeight = 1.1),
            ("TeacherWeight", o => o.TeacherWeight = double.NaN),
            ("Teachers", o => o.Teachers = [null!]),
        ],
        refused =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(
                "options",
                () => new TrainingRun(
                    TinyCorpus.Indexed(), RegularizedRuns.Options.With(o => refused.Change(o.Regularization))));
            Assert.StartsWith($"{refused.Property} is ", error.Message, StringComparison.Ordinal);
        });

    [Fact]
    public void The_ends_of_the_ranges_are_possible()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), RegularizedRuns.Options.With(o =>
            o.Regularization = new RegularizationOptions
            {
                BatchSize = int.MaxValue,
                WordDropout = 0,
                InputDropout = 0,
                OutputDropout = 0,
                AveragingDecay = 0,
                SlotReplacement = 1,
                TeacherWeight = 0,
            }));

        Assert.Equal(3, run.Complete().Epochs.Count);
    }

    [Fact]
    public void Null_is_refused_when_it_is_set()
    {
        Assert.Throws<ArgumentNullException>(() => new TrainingOptions().Regularization = null!);
        Assert.Throws<ArgumentNullException>(() => new RegularizationOptions().Teachers = null!);
    }

    [Fact]
    public void A_run_copies_them()
    {
        var expected = new TrainingRun(TinyCorpus.Indexed(), RegularizedRuns.Options).Complete();
        var options = RegularizedRuns.Options;
        var teachers = new List<ElmanModel>();
        options.Regularization.Teachers = teachers;
        var run = new TrainingRun(TinyCorpus.Indexed(), options);

        (options.Regularization.BatchSize, options.Regularization.InputDropout) = (1, 0.9);
        teachers.Add(null!);

        Bits.AssertEqual(expected.Model.ExportParameters(), run.Complete().Model.ExportParameters());
    }

    [Fact]
    public void A_copy_shares_nothing_that_changes()
    {
        var options = RegularizedRuns.Options;
        var copy = options.Clone();

        copy.Regularization.BatchSize = 99;

        Assert.Equal(3, options.Regularization.BatchSize);
        Assert.NotSame(options.Regularization, copy.Regularization);
    }

    [Fact]
    public void The_recipe_has_Adam_whatever_the_optimiser_is()
    {
        var adam = new TrainingRun(
            TinyCorpus.Indexed(), RegularizedRuns.Options.With(o => o.Optimizer = TrainingOptimizer.Adam)).Complete();

        Bits.AssertEqual(
            adam.Model.ExportParameters(),
            new TrainingRun(TinyCorpus.Indexed(), RegularizedRuns.Options).Complete().Model.ExportParameters());
        Assert.StartsWith("Regularized, Adam, ", RegularizedRuns.Options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HiddenActivation.Sigmoid)]
    [InlineData(HiddenActivation.Tanh)]
    [InlineData(HiddenActivation.Relu)]
    public void What_is_not_chosen_is_the_recipes(HiddenActivation activation)
    {
        var options = new TrainingOptions { Recipe = TrainingRecipe.Regularized, Activation = activation };

        Assert.Equal((0.003, 0.1), (options.EffectiveLearningRate, options.EffectiveLabelSmoothing));
        options.LabelSmoothing = 0;
        options.LearningRate = 0.01;
        Assert.Equal((0.01, 0), (options.EffectiveLearningRate, options.EffectiveLabelSmoothing));
    }
}
