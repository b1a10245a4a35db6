using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class MaximumTests
{
    [Theory, EveryInstructionSet]
    public void The_largest_is_found_wherever_it_stands(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 1; length <= 200; length++)
        {
            var buffer = new GuardedBuffer(length, offset: length % 16);
            buffer.Span.Fill(-8f);
            for (var place = 0; place < length; place++)
            {
                buffer.Span[place] = -7f;
                Assert.Equal(-7f, kernels.Maximum(buffer.Span));
                buffer.Span[place] = float.NaN;
                Assert.True(float.IsNaN(kernels.Maximum(buffer.Span)), $"NaN at {place} of {length} was lost");
                buffer.Span[place] = -8f;
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Any_values_have_the_maximum_that_linq_finds(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var value = Gen.OneOf(
            Gen.Single[-1e10f, 1e10f],
            Gen.OneOf(float.NegativeInfinity, float.PositiveInfinity, float.MinValue, 1e-45f));
        value.Array[1, 200].Sample(values => Assert.Equal(values.Max(), kernels.Maximum(values)), iter: 300);
    }

    [Theory, EveryInstructionSet]
    public void Of_nothing_it_is_minus_infinity(InstructionSet instructionSet) =>
        Assert.Equal(float.NegativeInfinity, KernelSet.Of(instructionSet).Maximum([]));
}
