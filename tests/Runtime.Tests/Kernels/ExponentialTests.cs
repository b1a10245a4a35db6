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
