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

    [Theory]
    [EveryInstructionSet]
    public void Every_element_is_multiplied_also_in_place(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 0; length <= 70; length++)
        {
            var (left, right) = (Random(length, seed: 7), Random(length, seed: 8));
            float[] expected = [.. left.Zip(right, (one, other) => one * other)];
            var factors = new GuardedBuffer(right, offset: 1 + (length % 15));
            var product = new GuardedBuffer(length, offset: length % 16);
            var inPlace = new GuardedBuffer(left, offset: 7);

            kernels.Multiply(left, factors.Span, product.Span);
            kernels.Multiply(inPlace.Span, factors.Span, inPlace.Span);

            Bits.AssertEqual(expected, product.Span);
            Bits.AssertEqual(expected, inPlace.Span);
            product.AssertGuardsUntouched();
            inPlace.AssertGuardsUntouched();
        }
    }

    [Theory]
    [EveryInstructionSet]
    public void Scaled_elements_are_added(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 0; length <= 70; length++)
        {
            var (addend, sum) = (Random(length, seed: 9), Random(length, seed: 10));
            var actual = new GuardedBuffer(sum, offset: length % 16);

            kernels.AddScaled(new GuardedBuffer(addend, offset: 3).Span, -0.7f, actual.Span);

            for (var i = 0; i < length; i++)
            {
                Assert.Equal(sum[i] + ((double)addend[i] * -0.7f), actual.Span[i], 2e-7);
            }

            actual.AssertGuardsUntouched();
        }
    }

    [Theory]
    [EveryInstructionSet]
    public void Every_element_moves_a_share_of_the_way_to_its_target(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        for (var length = 0; length <= 70; length++)
        {
            var (target, values) = (Random(length, seed: 11), Random(length, seed: 12));
            foreach (var share in (float[])[0, 0.002f, 0.5f, 1])
            {
                var actual = new GuardedBuffer(values, offset: length % 16);

                kernels.MoveTowards(new GuardedBuffer(target, offset: 5).Span, share, actual.Span);

                for (var i = 0; i < length; i++)
                {
                    Assert.Equal(values[i] + (((double)target[i] - values[i]) * share), actual.Span[i], 3e-7);
                }

                actual.AssertGuardsUntouched();
            }

            var unmoved = new GuardedBuffer(values, offset: 9);
            kernels.MoveTowards(values, 0.3f, unmoved.Span);
            Bits.AssertEqual(values, unmoved.Span);
        }
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
