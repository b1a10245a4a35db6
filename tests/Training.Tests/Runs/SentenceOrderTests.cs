using FastElman.Training.Randomness;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Tests.Runs;

public class SentenceOrderTests
{
    private static readonly TrainingOptions Corrected = new() { Seed = 7 };

    [Theory]
    [InlineData(PythonVersion.Python3)]
    [InlineData(PythonVersion.Python2)]
    public void The_tutorial_shuffles_the_shuffled_list_with_the_same_seed(PythonVersion version)
    {
        int[] expected = [.. Enumerable.Range(0, 20)];
        var options = new TrainingOptions { Recipe = TrainingRecipe.Tutorial, ShuffleVersion = version };

        foreach (var order in Orders(options, count: 20).Take(3))
        {
            PythonShuffle.Apply(expected.AsSpan(), options.Seed, version);
            Assert.Equal(expected, order);
        }
    }

    [Fact]
    public void The_corrected_recipe_draws_an_order_each_epoch()
    {
        int[][] orders = [.. Orders(Corrected, count: 50).Take(20)];

        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 50), order.Order()));
        Assert.Equal(20, orders.Select(order => string.Join(' ', order)).Distinct().Count());
        Assert.Equal(orders, Orders(Corrected, count: 50).Take(20));
        Assert.NotEqual(orders[0], Orders(Corrected.With(o => o.Seed = 8), count: 50).First());
    }

    /// <summary>
    /// An epoch shuffles the order of the one before. By the same permutation each time the orders would differ too.
    /// </summary>
    [Fact]
    public void The_corrected_recipe_draws_another_permutation_each_epoch()
    {
        int[][] orders = [[.. Enumerable.Range(0, 50)], .. Orders(Corrected, count: 50).Take(20)];

        var permutations = orders.Zip(
            orders.Skip(1), (before, after) => string.Join(' ', after.Select(each => Array.IndexOf(before, each))));

        Assert.Equal(20, permutations.Distinct().Count());
    }

    [Fact]
    public void The_seed_and_the_number_of_the_epoch_are_the_seed_of_the_permutation()
    {
        int[] expected = [.. Enumerable.Range(0, 50)];
        var epoch = 0;
        foreach (var order in Orders(Corrected, count: 50).Take(5))
        {
            new SplitMix64((7UL << 32) + (ulong)epoch++).Shuffle(expected.AsSpan());
            Assert.Equal(expected, order);
        }
    }

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void Without_shuffling_the_corpus_has_its_order(TrainingRecipe recipe) => Assert.All(
        Orders(new TrainingOptions { Recipe = recipe, Shuffle = false }, count: 5).Take(3),
        order => Assert.Equal([0, 1, 2, 3, 4], order));

    private static IEnumerable<int[]> Orders(TrainingOptions options, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var epoch = 0; ; epoch++)
        {
            SentenceOrder.Advance(order, options, epoch);
            yield return [.. order];
        }
    }
}
