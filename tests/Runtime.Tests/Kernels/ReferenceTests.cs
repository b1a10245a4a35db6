using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

/// <summary>The twins themselves, against numbers worked out by hand.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Matrix_vector() =>
        Assert.Equal([9.0, 12.5, 15.0], Reference.MatrixVector([1f, 2f], [1f, 2f, 3f, 4f, 5f, 6f], [0f, 0.5f, 0f]));

    [Fact]
    public void Sigmoid_with_its_two_limits()
    {
        Assert.Equal(0.5, Reference.Sigmoid(0));
        Assert.Equal(0.8807970779778823, Reference.Sigmoid(2), 1e-15);
        Assert.Equal(0.11920292202211755, Reference.Sigmoid(-2), 1e-15);
        Assert.Equal(1.0, Reference.Sigmoid(15.001));
        Assert.NotEqual(1.0, Reference.Sigmoid(15));
        Assert.Equal(0.0, Reference.Sigmoid(-88.001));
        Assert.NotEqual(0.0, Reference.Sigmoid(-88));
    }

    [Fact]
    public void Hyperbolic_tangent()
    {
        Assert.Equal(0.0, Reference.Tanh(0));
        Assert.Equal(0.7615941559557649, Reference.Tanh(1), 1e-15);
        Assert.Equal(-0.7615941559557649, Reference.Tanh(-1), 1e-15);
    }

    [Fact]
    public void Relu()
    {
        Assert.Equal(2.5, Reference.Relu(2.5));
        Assert.Equal(0.0, Reference.Relu(-2.5));
        Assert.Equal(double.NaN, Reference.Relu(double.NaN));
    }

    [Fact]
    public void Slopes_are_those_of_the_activations()
    {
        const double step = 1e-6;
        foreach (var x in new[] { -2.5, -0.3, 0.01, 1.7 })
        {
            AssertSlope(Reference.Sigmoid, Reference.SigmoidSlope);
            AssertSlope(Reference.Tanh, Reference.HyperbolicTangentSlope);
            AssertSlope(Reference.Relu, Reference.RectifierSlope);

            void AssertSlope(Func<double, double> activation, Func<double, double> slope) =>
                Assert.Equal((activation(x + step) - activation(x - step)) / (2 * step), slope(activation(x)), 1e-9);
        }
    }

    [Fact]
    public void Softmax()
    {
        var p = Reference.Softmax([1f, 2f, 3f]);
        Assert.Equal(0.09003057317038046, p[0], 1e-15);
        Assert.Equal(0.24472847105479764, p[1], 1e-15);
        Assert.Equal(0.6652409557748218, p[2], 1e-15);
    }

    [Fact]
    public void Arg_max()
    {
        Assert.Equal(1, Reference.ArgMax([1f, 3f, 3f]));
        Assert.Equal(0, Reference.ArgMax([1f, 3f, float.NaN]));
        Assert.Equal(0, Reference.ArgMax([1f, float.PositiveInfinity]));
    }
}
