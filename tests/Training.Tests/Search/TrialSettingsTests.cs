using CsCheck;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

public class TrialSettingsTests
{
    [Fact]
    public void What_is_drawn_lies_in_the_ranges_and_every_choice_is_drawn()
    {
        var options = new SearchOptions();
        TrialSettings[] drawn = [.. Enumerable.Range(1, 500).Select(number => TrialSettings.Draw(options, number))];

        Assert.All(drawn, settings => Assert.InRange(settings.LearningRate, 0.02, 1));
        Assert.Equal(options.EffectiveHiddenSizes, drawn.Select(settings => settings.HiddenSize).Distinct().Order());
        Assert.Equal(
            options.EffectiveEmbeddingSizes, drawn.Select(settings => settings.EmbeddingSize).Distinct().Order());
        Assert.Equal(options.EffectiveWindowSizes, drawn.Select(settings => settings.WindowSize).Distinct().Order());
        Assert.Equal(drawn.Length, drawn.Select(settings => settings.Seed).Distinct().Count());
    }

    [Fact]
    public void Adam_has_smaller_learning_rates_unless_others_are_given()
    {
        var adam = new SearchOptions { Optimizer = TrainingOptimizer.Adam };

        Assert.All(
            Enumerable.Range(1, 500),
            number => Assert.InRange(TrialSettings.Draw(adam, number).LearningRate, 0.0003, 0.01));
        Assert.All(
            Enumerable.Range(1, 500),
            number => Assert.InRange(
                TrialSettings.Draw(adam.With(o => o.SmallestLearningRate = 0.009), number).LearningRate, 0.009, 0.01));
        Assert.All(
            Enumerable.Range(1, 500),
            number => Assert.InRange(
                TrialSettings.Draw(adam.With(o => o.LargestLearningRate = 0.0004), number).LearningRate,
                0.0003,
                0.0004));
    }

    /// <summary>It has Adam, whatever the optimiser of the options is.</summary>
    [Fact]
    public void The_regularised_recipe_has_learning_rates_of_its_own()
    {
        var regularized = new SearchOptions { Recipe = TrainingRecipe.Regularized };
        var adam = regularized.With(o => o.Optimizer = TrainingOptimizer.Adam);

        Assert.All(
            Enumerable.Range(1, 500),
            number => Assert.InRange(TrialSettings.Draw(regularized, number).LearningRate, 0.001, 0.02));
        Assert.All(
            Enumerable.Range(1, 500),
            number => Assert.Equal(TrialSettings.Draw(adam, number), TrialSettings.Draw(regularized, number)));
        Assert.Equal(
            (0.005, 0.007),
            regularized.With(o => (o.SmallestLearningRate, o.LargestLearningRate) = (0.005, 0.007))
                .EffectiveLearningRates);
        Assert.StartsWith("20 trials, Regularized, Adam, ", regularized.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_rates_are_spread_by_their_magnitude()
    {
        var middle = Math.Sqrt(0.02 * 1);

        var below = Enumerable.Range(1, 2000).Count(
            number => TrialSettings.Draw(new SearchOptions(), number).LearningRate < middle);

        Assert.InRange(below, 900, 1100);
    }

    [Fact]
    public void A_trial_follows_from_seed_and_number_alone() =>
        Gen.Select(Gen.UInt, Gen.Int[1, 9999]).Sample((seed, number) =>
    {
        var options = new SearchOptions { Seed = seed };

        Assert.Equal(
            TrialSettings.Draw(options, number),
            TrialSettings.Draw(
                options.With(o => { o.TrialCount = 9999; o.MaxDegreeOfParallelism = 7; o.Epochs = 3; }), number));
        Assert.NotEqual(
            TrialSettings.Draw(options, number), TrialSettings.Draw(options.With(o => o.Seed = seed + 1), number));
    });

    [Fact]
    public void A_range_of_one_rate_gives_that_rate()
    {
        const double Rate = 0.0970806646812754;
        var options = new SearchOptions { SmallestLearningRate = Rate, LargestLearningRate = Rate };

        Assert.Equal(Rate, TrialSettings.Draw(options, 1).LearningRate);
    }
}
