using FastElman.Fixtures;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

public class ElementwiseTests
{
    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Every_element_is_added(InstructionSet instructionSet)
    {
        for (var length = 0; length <= 70; length++)
        {
            var (addend, sum) = (Random(length, seed: 1), Random(length, seed: 2));
            var actual = new GuardedBuffer(sum, offset: length % 16);

            TrainingKernelSet.Of(instructionSet).Add(addend, actual.Span);

            Bits.AssertEqual([.. sum.Zip(addend, (one, other) => one + other)], actual.Span);
            actual.AssertGuardsUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Every_element_is_scaled(InstructionSet instructionSet)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        for (var length = 0; length <= 5 * kernels.Lanes; length += kernels.Lanes)
        {
            var values = Random(length, seed: 3);
            var actual = new GuardedBuffer(values, offset: 3);

            kernels.Scale(actual.Span, -0.3f);

            Bits.AssertEqual([.. values.Select(value => value * -0.3f)], actual.Span);
            actual.AssertGuardsUntouched();
        }
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
