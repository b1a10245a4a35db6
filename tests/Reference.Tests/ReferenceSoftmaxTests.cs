using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

public class ReferenceSoftmaxTests
{
    [Fact]
    public void Values_are_those_of_a_table() => Near.Equal(
        [0.09003057317038046, 0.24472847105479764, 0.6652409557748218], ReferenceSoftmax.Of([1, 2, 3]), 1e-15, "p");

    [Fact]
    public void Large_values_do_not_overflow()
    {
        double[] values = [1000, 1000 + Math.Log(3)];

        Near.Equal([0.25, 0.75], ReferenceSoftmax.Of(values), 1e-12, "p");
        Assert.Equal(1000 + Math.Log(4), ReferenceSoftmax.LogSumExp(values), 1e-12);
    }

    [Fact]
    public void A_single_value_has_probability_1()
    {
        Assert.Equal([1], ReferenceSoftmax.Of([-7]));
        Assert.Equal(-7, ReferenceSoftmax.LogSumExp([-7]));
    }

    [Fact]
    public void The_sum_of_no_exponentials_but_zeros_is_zero() => Assert.Equal(
        double.NegativeInfinity, ReferenceSoftmax.LogSumExp([double.NegativeInfinity, double.NegativeInfinity]));

    [Fact]
    public void Backward_agrees_with_finite_differences()
    {
        double[] values = [0.3, -1.2, 2];
        double[] weights = [0.7, -2, 0.4];
        double Loss() => ReferenceSoftmax.Of(values).Zip(weights, (p, weight) => p * weight).Sum();

        var byValues = ReferenceSoftmax.Backward(ReferenceSoftmax.Of(values), weights);

        Near.Equal(FiniteDifferences.Of(Loss, values), byValues, 1e-9, "derivatives");
    }

    [Fact]
    public void ArgMax_takes_the_first_of_equals_and_0_where_the_softmax_is_NaN()
    {
        Assert.Equal(1, ReferenceSoftmax.ArgMax([1, 3, 3]));
        Assert.Equal(0, ReferenceSoftmax.ArgMax([1, 3, double.NaN]));
        Assert.Equal(0, ReferenceSoftmax.ArgMax([1, double.PositiveInfinity]));
    }
}
