using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class SigmoidTests
{
    private static readonly Gen<float> AnyInput = Gen.OneOf(
        Gen.Single[-20f, 20f],
        Gen.Single[-110f, 110f],
        Gen.OneOf(0f, -0f, 15f, 15.000001f, -88f, -88.00001f, 1e-45f, -1e-45f, 1e30f, -1e30f),
        Gen.OneOf(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue));

    [Theory, EveryInstructionSet]
    public void The_absolute_error_stays_within_its_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var worst = 0.0;
        foreach (var block in FloatSweep.Between(-110f, 20f))
        {
            var actual = block.ToArray();
            kernels.Sigmoid(actual);
            for (var i = 0; i < block.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(actual[i] - Reference.Sigmoid(block[i])));
            }
        }

        Assert.InRange(worst, 1e-8, Sigmoid.AbsoluteErrorBound);
    }

    [Theory]
    [EveryInstructionSet(15.000001f, 16f, 88f, 1000f, float.MaxValue, float.PositiveInfinity)]
    public void Above_15_it_is_exactly_one(InstructionSet instructionSet, float x) => Assert.Equal(1f, Of(instructionSet, x));

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

    [Theory, EveryInstructionSet]
    public void Every_length_at_every_place_is_right_and_nothing_around_it_is_touched(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(1);
        for (var length = 0; length <= 200; length++)
        {
            var input = Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 40) - 20).ToArray();
            var buffer = new GuardedBuffer(input, offset: length % 16);
            kernels.Sigmoid(buffer.Span);
            AssertSigmoids(input, buffer.Span);
            buffer.AssertGuardsUntouched();
        }
    }

    [Theory, EveryInstructionSet]
    public void Any_mixture_of_values_is_right_lane_by_lane(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Select(AnyInput.Array[0, 200], Gen.Int[0, 15]).Sample(
            (input, offset) =>
            {
                var buffer = new GuardedBuffer(input, offset);
                kernels.Sigmoid(buffer.Span);
                AssertSigmoids(input, buffer.Span);
                buffer.AssertGuardsUntouched();
            },
            iter: 200);
    }

    [Theory, EveryInstructionSet]
    public void A_value_has_the_same_bits_in_every_place(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        AnyInput.Sample(
            x =>
            {
                var values = Enumerable.Repeat(x, 37).ToArray();
                kernels.Sigmoid(values);
                Bits.AssertEqual(Enumerable.Repeat(values[0], 37).ToArray(), values);
            },
            iter: 200);
    }

    private static void AssertSigmoids(ReadOnlySpan<float> input, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < input.Length; i++)
        {
            var expected = Reference.Sigmoid(input[i]);
            var same = double.IsNaN(expected) ? float.IsNaN(actual[i]) : Math.Abs(actual[i] - expected) <= Sigmoid.AbsoluteErrorBound;
            Assert.True(same, $"sigmoid({input[i]:R}) at {i} of {input.Length}: expected {expected:R}, found {actual[i]:R}");
        }
    }

    private static float Of(InstructionSet instructionSet, float x)
    {
        float[] values = [x];
        KernelSet.Of(instructionSet).Sigmoid(values);
        return values[0];
    }
}
