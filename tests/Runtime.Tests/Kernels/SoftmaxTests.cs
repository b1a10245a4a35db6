using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class SoftmaxTests
{
    [Theory, EveryInstructionSet]
    public void Every_length_and_alignment_is_right(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(2);
        for (var length = 0; length <= 200; length++)
        {
            var logits = Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 20) - 10).ToArray();
            var input = new GuardedBuffer(logits, offset: (length + 7) % 16);
            var output = new GuardedBuffer(length, offset: length % 16);
            kernels.Softmax(input.Span, output.Span);
            AssertSoftmax(logits, output.Span);
            Bits.AssertEqual(logits, input.Span);
            input.AssertGuardsUntouched();
            output.AssertGuardsUntouched();
        }
    }

    [Theory, EveryInstructionSet]
    public void The_error_stays_within_its_bound_for_any_logits(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Single[0.001f, 1000f].SelectMany(range => Gen.Single[-range, range].Array[1, 1000]).Sample(
            logits =>
            {
                var probabilities = new float[logits.Length];
                kernels.Softmax(logits, probabilities);
                AssertSoftmax(logits, probabilities);
            },
            iter: 300);
    }

    /// <summary>Each of the small ones alone is lost in a sum of 1; together they would count.</summary>
    [Theory, EveryInstructionSet]
    public void The_bound_holds_where_one_logit_swallows_all_others(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var n in new[] { 2, 20, 127, 1000 })
        {
            for (var gap = 15f; gap < 18f; gap += 0.04f)
            {
                var logits = Enumerable.Repeat(-gap, n).ToArray();
                logits[0] = 0;
                var probabilities = new float[n];
                kernels.Softmax(logits, probabilities);
                AssertSoftmax(logits, probabilities);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Usual_rows_are_much_closer_than_the_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(3);
        for (var run = 0; run < 500; run++)
        {
            var logits = RandomFloats.Uniform(random, random.Next(1, 201), range: 20f);
            var expected = ReferenceSoftmax.Of([.. logits]);
            kernels.Softmax(logits, logits);
            for (var i = 0; i < logits.Length; i++)
            {
                Assert.InRange(logits[i] - expected[i], -3e-7, 3e-7);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Input_and_output_may_be_the_same_memory(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Single[-50f, 50f].Array[1, 100].Sample(
            logits =>
            {
                var apart = new float[logits.Length];
                kernels.Softmax(logits, apart);
                kernels.Softmax(logits, logits);
                Bits.AssertEqual(apart, logits);
            },
            iter: 100);
    }

    [Theory, EveryInstructionSet]
    public void Huge_logits_do_not_overflow(InstructionSet instructionSet)
    {
        Assert.Equal(
            [0f, 0f, 1f], Of(instructionSet, 0f, 100f, 200f)[..3], (one, other) => Math.Abs(one - other) < 1e-37);
        Assert.Equal([0f, 1f], Of(instructionSet, float.MinValue, float.MaxValue));
        Assert.Equal([0.5f, 0.5f], Of(instructionSet, float.MaxValue, float.MaxValue));
        Assert.Equal([0f, 1f], Of(instructionSet, float.NegativeInfinity, -3f));
    }

    [Theory, EveryInstructionSet]
    public void Equal_logits_share_equally(InstructionSet instructionSet)
    {
        for (var n = 1; n <= 130; n++)
        {
            var expected = Enumerable.Repeat(1f / n, n).ToArray();
            Bits.AssertEqual(expected, Of(instructionSet, [.. Enumerable.Repeat(-1000f, n)]), $"{n} labels");
        }
    }

    [Theory]
    [EveryInstructionSet(float.NaN, float.PositiveInfinity)]
    public void A_logit_that_is_nan_or_infinite_makes_all_nan_wherever_it_stands(
        InstructionSet instructionSet, float spoiler)
    {
        for (var length = 1; length <= 40; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var logits = Enumerable.Range(0, length).Select(i => (float)i).ToArray();
                logits[place] = spoiler;
                Assert.All(Of(instructionSet, logits), p => Assert.True(float.IsNaN(p)));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Nothing_but_minus_infinity_makes_all_nan(InstructionSet instructionSet) =>
        Assert.All(
            Of(instructionSet, [.. Enumerable.Repeat(float.NegativeInfinity, 21)]), p => Assert.True(float.IsNaN(p)));

    private static float[] Of(InstructionSet instructionSet, params float[] logits)
    {
        var probabilities = new float[logits.Length];
        KernelSet.Of(instructionSet).Softmax(logits, probabilities);
        return probabilities;
    }

    private static void AssertSoftmax(ReadOnlySpan<float> logits, ReadOnlySpan<float> actual)
    {
        var expected = ReferenceSoftmax.Of([.. logits]);
        var sum = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            sum += actual[i];
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= Softmax.AbsoluteErrorBound(logits.Length),
                $"softmax at {i} of {logits.Length}: expected {expected[i]:R}, found {actual[i]:R}");
        }

        // One rounding for each addition, one for the division, each of at most 2^−24.
        Assert.True(
            logits.IsEmpty || Math.Abs(sum - 1) <= (logits.Length + 2) * Math.ScaleB(1, -24),
            $"{logits.Length} probabilities sum to {sum:R}");
    }
}
