using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public class ElementwiseTests
{
    [Theory]
    [EveryInstructionSet]
    public void Every_element_is_added(InstructionSet instructionSet)
    {
        for (var length = 0; length <= 70; length++)
        {
            var (addend, sum) = (Random(length, seed: 1), Random(length, seed: 2));
            var actual = new GuardedBuffer(sum, offset: length % 16);

            KernelSet.Of(instructionSet).Add(addend, actual.Span);

            Bits.AssertEqual([.. sum.Zip(addend, (one, other) => one + other)], actual.Span);
            actual.AssertGuardsUntouched();
        }
    }

    [Theory]
    [EveryInstructionSet]
    public void Every_element_is_scaled(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 0; length <= 70; length++)
        {
            var values = Random(length, seed: 3);
            var actual = new GuardedBuffer(values, offset: 3);

            kernels.Scale(actual.Span, -0.3f);

            Bits.AssertEqual([.. values.Select(value => value * -0.3f)], actual.Span);
            actual.AssertGuardsUntouched();
        }
    }

    [Theory]
    [EveryInstructionSet]
    public void Products_are_offset_scaled_and_added(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 0; length <= 70; length++)
        {
            var (left, right, sum) = (Random(length, seed: 4), Random(length, seed: 5), Random(length, seed: 6));
            var actual = new GuardedBuffer(sum, offset: 5);

            kernels.AddProduct(left, right, 0.25f, -0.5f, actual.Span);

            for (var i = 0; i < length; i++)
            {
                Assert.Equal(sum[i] + ((((double)left[i] * right[i]) - 0.25) * -0.5), actual.Span[i], 3e-7);
            }

            actual.AssertGuardsUntouched();
        }
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
