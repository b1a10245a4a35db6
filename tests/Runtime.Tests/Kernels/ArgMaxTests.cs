using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ArgMaxTests
{
    [Theory, EveryInstructionSet]
    public void The_largest_is_found_wherever_it_stands(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 1; length <= 200; length++)
        {
            var buffer = new GuardedBuffer(length, offset: length % 16);
            buffer.Span.Fill(float.NegativeInfinity);
            for (var place = 0; place < length; place++)
            {
                buffer.Span[place] = -1e38f;
                Assert.Equal(place, kernels.ArgMax(buffer.Span));
                buffer.Span[place] = float.NegativeInfinity;
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_first_of_equals_wins_also_across_registers(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var first = 0; first < 50; first++)
        {
            for (var second = first + 1; second < 50; second++)
            {
                var logits = new float[50];
                Array.Fill(logits, -1f);
                logits[first] = logits[second] = 4f;
                Assert.Equal(first, kernels.ArgMax(logits));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_two_zeros_are_equal(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Assert.Equal(1, kernels.ArgMax([-1f, -0f, 0f, -1f]));
        Assert.Equal(1, kernels.ArgMax([-1f, 0f, -0f, -1f]));
    }

    [Theory]
    [EveryInstructionSet(float.NaN, float.PositiveInfinity)]
    public void A_logit_that_is_nan_or_infinite_makes_it_zero_wherever_it_stands(
        InstructionSet instructionSet, float spoiler)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 1; length <= 70; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var logits = Enumerable.Range(0, length).Select(i => (float)i).ToArray();
                logits[place] = spoiler;
                Assert.Equal(0, kernels.ArgMax(logits));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Nothing_but_minus_infinity_gives_zero(InstructionSet instructionSet)
    {
        for (var length = 0; length <= 40; length++)
        {
            Assert.Equal(
                0, KernelSet.Of(instructionSet).ArgMax([.. Enumerable.Repeat(float.NegativeInfinity, length)]));
        }
    }

    /// <summary>Few different values: ties, NaN and infinities meet in every way.</summary>
    [Theory, EveryInstructionSet]
    public void Rows_made_to_deceive_give_what_the_plain_loop_gives(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var usual = Gen.OneOf(
            0f, -0f, 1f, 0.99999994f, float.MinValue, float.MaxValue, 1e-45f, -1e-45f, float.NegativeInfinity);
        var rare = Gen.OneOf(float.NaN, float.PositiveInfinity);
        var row = Gen.OneOf(usual.Array[0, 200], Gen.Frequency((30, usual), (1, rare)).Array[0, 60]);
        row.Sample(logits => Assert.Equal(ReferenceSoftmax.ArgMax([.. logits]), kernels.ArgMax(logits)), iter: 2000);
    }
}
