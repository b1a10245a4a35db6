using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class TanhTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    [Theory, EveryInstructionSet]
    public void The_absolute_and_the_relative_error_stay_within_their_bounds(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var (worst, worstRelative) = (0.0, 0.0);
        foreach (var block in FloatSweep.Between(-12f, 12f))
        {
            var actual = block.ToArray();
            kernels.Activate<Tanh>(actual);
            for (var i = 0; i < block.Length; i++)
            {
                var expected = ReferenceActivation.Of(HiddenActivation.Tanh, block[i]);
                var error = Math.Abs(actual[i] - expected);
                worst = Math.Max(worst, error);
                if (Math.Abs(block[i]) >= SmallestNormal)
                {
                    worstRelative = Math.Max(worstRelative, error / Math.Abs(expected));
                }
            }
        }

        Assert.InRange(worst, 1e-8, Tanh.AbsoluteErrorBound);
        Assert.InRange(worstRelative, 1e-8, Tanh.RelativeErrorBound);
    }

    [Theory]
    [EveryInstructionSet(10f, 10.5f, 88f, 1000f, float.MaxValue, float.PositiveInfinity)]
    public void From_10_on_it_is_exactly_one_and_beyond_minus_10_minus_one(InstructionSet instructionSet, float x)
    {
        Assert.Equal(1f, Of(instructionSet, x));
        Assert.Equal(-1f, Of(instructionSet, -x));
    }

    [Theory]
    [EveryInstructionSet(0f, 1e-45f, 1e-40f, SmallestNormal, 1e-30f, 1e-10f, 1e-5f)]
    public void Near_zero_it_is_its_argument(InstructionSet instructionSet, float x)
    {
        Assert.Equal(x, Of(instructionSet, x));
        Assert.Equal(-x, Of(instructionSet, -x));
    }

    [Theory, EveryInstructionSet]
    public void It_is_never_beyond_one(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var block in FloatSweep.Between(1f, 12f, step: 97).Concat(FloatSweep.Between(-12f, -1f, step: 97)))
        {
            kernels.Activate<Tanh>(block);
            Assert.All(block, value => Assert.InRange(value, -1f, 1f));
        }
    }

    [Theory, EveryInstructionSet]
    public void Nan_stays_nan(InstructionSet instructionSet) => Assert.True(float.IsNaN(Of(instructionSet, float.NaN)));

    [Theory, EveryInstructionSet]
    public void Where_it_is_one_the_slope_is_exactly_zero(InstructionSet instructionSet)
    {
        float[] errors = [3f, -3f, 1e30f];
        KernelSet.Of(instructionSet).MultiplyByDerivative<Tanh>([1f, -1f, 1f], errors);
        Assert.All(errors, error => Assert.Equal(0f, error));
    }

    private static float Of(InstructionSet instructionSet, float x)
    {
        float[] values = [x];
        KernelSet.Of(instructionSet).Activate<Tanh>(values);
        return values[0];
    }
}
