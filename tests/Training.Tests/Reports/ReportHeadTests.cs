using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>The head of a report says which model it is about and which command made it.</summary>
public sealed class ReportHeadTests
{
    private const string Fingerprint = "Fingerprint of the model";
    private const string Command = "Command";

    [Fact]
    public void The_model_is_named_by_its_fingerprint()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();

        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, result);

        Assert.Equal(result.Model.Fingerprint, report.Facts[Fingerprint]);
        Assert.False(report.Facts.ContainsKey(Command));
    }

    [Theory]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.GradientDescent, "gradient descent")]
    [InlineData(TrainingRecipe.Corrected, TrainingOptimizer.Adam, "Adam")]
    [InlineData(TrainingRecipe.Regularized, TrainingOptimizer.GradientDescent, "Adam")]
    public void The_optimiser_is_the_one_that_the_recipe_uses(
        TrainingRecipe recipe, TrainingOptimizer optimizer, string expected)
    {
        var options = TinyCorpus.Options.With(o => { o.Recipe = recipe; o.Optimizer = optimizer; });

        Assert.Equal(expected, ReportedRun.Of(TinyCorpus.Indexed(), options).Facts["Optimiser"]);
    }

    [Fact]
    public void A_regularised_run_says_by_what_and_others_do_not()
    {
        Assert.Equal(
            "batches of 3, dropout 1 of words, 0.2 of inputs, 0.3 of outputs, averaging 0.9",
            ReportedRun.Of(TinyCorpus.Indexed(), RegularizedRuns.Options).Facts["Regularisation"]);
        Assert.False(
            ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options).Facts.ContainsKey("Regularisation"));
    }

    [Fact]
    public void Without_a_model_there_is_no_fingerprint()
    {
        var report = ReportedRun.Of(
            TinyCorpus.Indexed(), TinyCorpus.Options, new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options));

        Assert.False(report.Facts.ContainsKey(Fingerprint));
    }

    [Theory]
    [InlineData("fastelman train corpus --out model.safetensors")]
    [InlineData("train '</code><script>alert(1)</script>' --report \"&amp;\"")]
    [InlineData("two  blanks and 'a quoted  name'")]
    public void The_command_is_shown_as_text(string commandLine)
    {
        var report = OfCommand(commandLine);

        Assert.Equal(commandLine, report.Facts[Command]);
        Assert.Empty(report.All("script"));
    }

    [Fact]
    public void Control_characters_in_the_command_are_replaced() =>
        Assert.Equal("train a�b�c", OfCommand("train a\u0001b\u202Ec").Facts[Command]);

    [Fact]
    public void A_command_of_many_words_is_shown_whole()
    {
        var commandLine = string.Join(' ', Enumerable.Repeat("--option value", 200));

        Assert.Equal(commandLine, OfCommand(commandLine).Facts[Command]);
    }

    private static ReportedRun OfCommand(string commandLine)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options);
        run.Complete();
        return ReportedRun.OfCommand(TinyCorpus.Indexed(), TinyCorpus.Options, run, commandLine);
    }
}
