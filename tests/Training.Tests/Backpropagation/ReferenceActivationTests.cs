using FastElman.Kernels;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceActivationTests
{
    [Theory]
    [InlineData(HiddenActivation.Sigmoid, 1.5, 0.8175744761936437)]
    [InlineData(HiddenActivation.Sigmoid, -1.5, 0.1824255238063563)]
    [InlineData(HiddenActivation.Sigmoid, 0, 0.5)]
    [InlineData(HiddenActivation.Tanh, 1.5, 0.9051482536448664)]
    [InlineData(HiddenActivation.Tanh, -1.5, -0.9051482536448664)]
    [InlineData(HiddenActivation.Relu, 1.5, 1.5)]
    [InlineData(HiddenActivation.Relu, -1.5, 0)]
    [InlineData(HiddenActivation.Relu, double.NaN, double.NaN)]
    public void A_value_is_what_a_table_says(HiddenActivation activation, double sum, double value) =>
        Assert.Equal(value, ReferenceActivation.Of(activation, sum), 1e-15);

    [Theory]
    [InlineData(HiddenActivation.Sigmoid)]
    [InlineData(HiddenActivation.Tanh)]
    [InlineData(HiddenActivation.Relu)]
    public void A_slope_is_what_finite_differences_say(HiddenActivation activation)
    {
        const double Step = 1e-5;
        foreach (var sum in new[] { -20, -3, -0.5, 0.1, 0.7, 2, 20 })
        {
            var difference = (ReferenceActivation.Of(activation, sum + Step) - ReferenceActivation.Of(activation, sum - Step)) / (2 * Step);
            Assert.Equal(difference, ReferenceActivation.Slope(activation, ReferenceActivation.Of(activation, sum)), 1e-9);
        }
    }

    [Fact]
    public void The_slope_of_the_rectifier_at_zero_is_zero() => Assert.Equal(0, ReferenceActivation.Slope(HiddenActivation.Relu, 0));
}
