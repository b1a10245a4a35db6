namespace FastElman.Reference.Tests;

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
    public void Values_are_those_of_a_table(HiddenActivation activation, double sum, double value) =>
        Assert.Equal(value, ReferenceActivation.Of(activation, sum), 1e-15);

    [Theory]
    [InlineData(HiddenActivation.Sigmoid)]
    [InlineData(HiddenActivation.Tanh)]
    [InlineData(HiddenActivation.Relu)]
    public void Derivatives_agree_with_finite_differences(HiddenActivation activation)
    {
        foreach (var sum in new[] { -20, -3, -0.5, 0.1, 0.7, 2, 20 })
        {
            double[] x = [sum];
            var difference = FiniteDifferences.Of(() => ReferenceActivation.Of(activation, x[0]), x);
            var derivative = ReferenceActivation.Derivative(activation, ReferenceActivation.Of(activation, sum));
            Assert.Equal(difference[0], derivative, 1e-9);
        }
    }

    [Fact]
    public void The_derivative_of_ReLU_at_0_is_0() =>
        Assert.Equal(0, ReferenceActivation.Derivative(HiddenActivation.Relu, 0));

    [Fact]
    public void The_limited_sigmoid_is_1_above_15_and_0_below_minus_88()
    {
        Assert.Equal(0.8175744761936437, ReferenceActivation.LimitedSigmoid(1.5), 1e-15);
        Assert.Equal(1.0, ReferenceActivation.LimitedSigmoid(15.001));
        Assert.NotEqual(1.0, ReferenceActivation.LimitedSigmoid(15));
        Assert.Equal(0.0, ReferenceActivation.LimitedSigmoid(-88.001));
        Assert.NotEqual(0.0, ReferenceActivation.LimitedSigmoid(-88));
    }
}
