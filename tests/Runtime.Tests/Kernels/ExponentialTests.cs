using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ExponentialTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    [Theory, EveryInstructionSet]
    public void The_relative_error_stays_within_its_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var worst = 0.0;
        foreach (var block in FloatSweep.Between(-87.3f, 88.72f))
        {
            var actual = block.ToArray();
            kernels.Exponential(actual);
            for (var i = 0; i < block.Length; i++)
            {
                var expected = Math.Exp(block[i]);
                worst = Math.Max(worst, Math.Abs(actual[i] - expected) / expected);
            }
        }

        Assert.InRange(worst, 1e-8, Exponential.RelativeErrorBound);
    }

    [Theory, EveryInstructionSet]
    public void A_denormal_result_is_off_by_less_than_the_bound_and_one_unit(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var block in FloatSweep.Between(-105f, -87.3f, step: 97))
        {
            var actual = block.ToArray();
            kernels.Exponential(actual);
            for (var i = 0; i < block.Length; i++)
            {
                var expected = Math.Exp(block[i]);
                Assert.InRange(
                    actual[i],
                    expected - float.Epsilon - (expected * 3e-7),
                    expected + float.Epsilon + (expected * 3e-7));
            }
        }
    }

    [Theory]
    [EveryInstructionSet(-104.1f, -105f, -1000f, float.MinValue, float.NegativeInfinity)]
    public void Far_below_the_result_is_exactly_zero(InstructionSet instructionSet, float x) =>
        Assert.Equal(0f, Of(instructionSet, x));

    [Theory]
    [EveryInstructionSet(88.72f, 88.73f, 1000f, float.MaxValue, float.PositiveInfinity)]
    public void Far_above_the_result_stays_just_below_the_largest_float(InstructionSet instructionSet, float x) =>
        Assert.InRange(Of(instructionSet, x), 3.39e38f, float.MaxValue);

    [Theory]
    [EveryInstructionSet(0f, -0f, float.Epsilon, -float.Epsilon, SmallestNormal, -1e-30f)]
    public void Near_zero_the_result_is_exactly_one(InstructionSet instructionSet, float x) =>
        Assert.Equal(1f, Of(instructionSet, x));

    /// <summary>What would be denormal is 0, at once and for all: the two never differ by more.</summary>
    [Theory, EveryInstructionSet]
    public void Of_what_is_not_positive_it_is_the_same_without_denormals(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var block in FloatSweep.Between(-110f, 0f, step: 31))
        {
            var (expected, actual) = (block.ToArray(), block.ToArray());
            kernels.Exponential(expected);
            kernels.ExponentialOfNonPositive(actual);
            for (var i = 0; i < block.Length; i++)
            {
                Assert.Equal(block[i] < -87.33f ? 0f : expected[i], actual[i]);
                Assert.True(actual[i] is 0f or >= SmallestNormal);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Lifted_it_keeps_its_relative_error_where_it_would_be_denormal(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var block in FloatSweep.Between(-110f, 0f, step: 31))
        {
            var actual = block.ToArray();
            kernels.LiftedExponential(actual, power: 110f);
            for (var i = 0; i < block.Length; i++)
            {
                var expected = block[i] < -104f ? 0 : Math.ScaleB(Math.Exp(block[i]), 110);
                Assert.InRange(
                    actual[i] - expected,
                    -expected * Exponential.RelativeErrorBound,
                    expected * Exponential.RelativeErrorBound);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Minus_infinity_gives_zero_and_nan_stays_nan_in_every_form(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var (x, expected) in ((float, float)[])[(float.NegativeInfinity, 0f), (float.NaN, float.NaN)])
        {
            var values = Enumerable.Repeat(x, kernels.Lanes).ToArray();
            kernels.ExponentialOfNonPositive(values);
            Assert.All(values, value => Assert.Equal(expected, value));
            values = Enumerable.Repeat(x, kernels.Lanes).ToArray();
            kernels.LiftedExponential(values, power: 110f);
            Assert.All(values, value => Assert.Equal(expected, value));
        }
    }

    [Theory, EveryInstructionSet]
    public void Nan_stays_nan(InstructionSet instructionSet) => Assert.True(float.IsNaN(Of(instructionSet, float.NaN)));

    private static float Of(InstructionSet instructionSet, float x)
    {
        var kernels = KernelSet.Of(instructionSet);
        var values = Enumerable.Repeat(x, kernels.Lanes).ToArray();
        kernels.Exponential(values);
        Assert.All(values, lane => Assert.Equal(values[0], lane));
        return values[0];
    }
}
