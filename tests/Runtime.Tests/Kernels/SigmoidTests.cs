using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class SigmoidTests
{
    [Theory, EveryInstructionSet]
    public void The_absolute_error_stays_within_its_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var worst = 0.0;
        foreach (var block in FloatSweep.Between(-110f, 20f))
        {
            var actual = block.ToArray();
            kernels.Activate<Sigmoid>(actual);
            for (var i = 0; i < block.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(actual[i] - ReferenceActivation.LimitedSigmoid(block[i])));
            }
        }

        Assert.InRange(worst, 1e-8, Sigmoid.AbsoluteErrorBound);
    }

    [Theory]
    [EveryInstructionSet(15.000001f, 16f, 88f, 1000f, float.MaxValue, float.PositiveInfinity)]
    public void Above_15_it_is_exactly_one(InstructionSet instructionSet, float x) =>
        Assert.Equal(1f, Of(instructionSet, x));

    [Theory]
    [EveryInstructionSet(-88.00001f, -89f, -1000f, float.MinValue, float.NegativeInfinity)]
    public void Below_minus_88_it_is_exactly_zero(InstructionSet instructionSet, float x) =>
        Bits.AssertEqual([0f], [Of(instructionSet, x)]);

    [Theory, EveryInstructionSet]
    public void At_the_limits_themselves_it_is_neither_one_nor_zero(InstructionSet instructionSet)
    {
        Assert.InRange(Of(instructionSet, 15f), 0.9999995f, 0.99999994f);
        Assert.InRange(Of(instructionSet, -88f), float.Epsilon, 1e-37f);
    }

    [Theory, EveryInstructionSet]
    public void Of_either_zero_it_is_exactly_a_half(InstructionSet instructionSet)
    {
        Assert.Equal(0.5f, Of(instructionSet, 0f));
        Assert.Equal(0.5f, Of(instructionSet, -0f));
    }

    [Theory, EveryInstructionSet]
    public void Nan_stays_nan(InstructionSet instructionSet) => Assert.True(float.IsNaN(Of(instructionSet, float.NaN)));

    private static float Of(InstructionSet instructionSet, float x)
    {
        float[] values = [x];
        KernelSet.Of(instructionSet).Activate<Sigmoid>(values);
        return values[0];
    }
}
