using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceSoftmaxTests
{
    [Fact]
    public void Values_so_large_that_their_exponentials_overflow_are_as_good_as_others()
    {
        double[] values = [1000, 1000 + Math.Log(3)];

        Assert.Equal([0.25, 0.75], ReferenceSoftmax.Of(values).Select(probability => Math.Round(probability, 12)));
        Assert.Equal(1000 + Math.Log(4), ReferenceSoftmax.LogSumOfExponentials(values), 1e-12);
    }

    [Fact]
    public void The_logarithm_is_finite_where_the_probability_is_not_told_from_zero()
    {
        double[] values = [0, 2000];

        Assert.Equal(0, ReferenceSoftmax.Of(values)[0]);
        Assert.Equal([-2000, 0], ReferenceSoftmax.Log(values));
    }

    [Fact]
    public void A_value_alone_is_certain_and_its_own_sum()
    {
        Assert.Equal([1], ReferenceSoftmax.Of([-7]));
        Assert.Equal(-7, ReferenceSoftmax.LogSumOfExponentials([-7]));
    }

    [Fact]
    public void The_way_back_is_what_finite_differences_say()
    {
        const double Step = 1e-5;
        double[] values = [0.3, -1.2, 2];
        double[] byProbabilities = [0.7, -2, 0.4];
        double Loss() => ReferenceSoftmax.Of(values).Zip(byProbabilities, (probability, weight) => probability * weight).Sum();

        var byValues = ReferenceSoftmax.Back(ReferenceSoftmax.Of(values), byProbabilities);

        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + Step;
            var above = Loss();
            values[i] = value - Step;
            var below = Loss();
            values[i] = value;
            Assert.Equal((above - below) / (2 * Step), byValues[i], 1e-9);
        }
    }
}
