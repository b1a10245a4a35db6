using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ReluTests
{
    [Theory]
    [EveryInstructionSet(float.Epsilon, 1e-30f, 1f, 1e30f, float.MaxValue, float.PositiveInfinity)]
    public void A_positive_value_stays_and_a_negative_one_becomes_zero(InstructionSet instructionSet, float x)
    {
        Assert.Equal(x, Of(instructionSet, x));
        Assert.Equal(0f, Of(instructionSet, -x));
    }

    [Theory, EveryInstructionSet]
    public void Zero_stays_zero(InstructionSet instructionSet)
    {
        Assert.Equal(0f, Of(instructionSet, 0f));
        Assert.Equal(0f, Of(instructionSet, -0f));
    }

    [Theory, EveryInstructionSet]
    public void Nan_stays_nan(InstructionSet instructionSet) => Assert.True(float.IsNaN(Of(instructionSet, float.NaN)));

    [Theory, EveryInstructionSet]
    public void The_slope_is_one_above_zero_and_else_zero(InstructionSet instructionSet)
    {
        float[] errors = [1f, 2f, 3f, 4f, float.PositiveInfinity, float.NaN];
        KernelSet.Of(instructionSet).MultiplyByDerivative<Relu>([0f, -0f, float.Epsilon, 5f, 0f, 0f], errors);
        Assert.Equal([0f, 0f, 3f, 4f, 0f, 0f], errors);
    }

    private static float Of(InstructionSet instructionSet, float x)
    {
        float[] values = [x];
        KernelSet.Of(instructionSet).Activate<Relu>(values);
        return values[0];
    }
}
