using FastElman.Fixtures;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

public class L2NormalizeTests
{
    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Every_element_is_divided_by_the_length(InstructionSet instructionSet)
    {
        var random = new Random(1);
        foreach (var scale in new[] { 1f, 1e-25f, 1e25f, 1e-15f, 1e15f })
        {
            for (var length = 1; length <= 70; length++)
            {
                float[] values = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() + 0.1f) * scale)];
                var actual = new GuardedBuffer(values, offset: length % 16);

                TrainingKernelSet.Of(instructionSet).Normalize(actual.Span);

                var norm = Math.Sqrt(values.Sum(value => (double)value * value));
                for (var i = 0; i < length; i++)
                {
                    Assert.Equal(values[i] / norm, actual.Span[i], 1e-6);
                }

                actual.AssertGuardsUntouched();
            }
        }
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Zeros_stay_zeros(InstructionSet instructionSet)
    {
        for (var length = 1; length <= 40; length++)
        {
            var values = new float[length];
            Assert.True(TrainingKernelSet.Of(instructionSet).Normalize(values));
            Assert.All(values, value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void A_vector_that_it_says_is_as_it_was_is_and_another_is_not(InstructionSet instructionSet)
    {
        var random = new Random(2);
        var counts = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var i = 0; i < 500; i++)
        {
            float[] values = [.. Enumerable.Range(0, 50).Select(_ => random.NextSingle() - 0.5f)];
            for (var round = 0; round < 4; round++)
            {
                var before = values.ToArray();
                var said = TrainingKernelSet.Of(instructionSet).Normalize(values);
                counts[said]++;
                Assert.Equal(said, before.SequenceEqual(values));
            }
        }

        Assert.All(counts.Values, count => Assert.InRange(count, 500, 1500));
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void What_is_not_a_number_does_not_disappear(InstructionSet instructionSet)
    {
        float[] values = [.. Enumerable.Repeat(1f, 20)];
        values[3] = float.NaN;
        Assert.False(TrainingKernelSet.Of(instructionSet).Normalize(values));
        Assert.All(values, value => Assert.Equal(float.NaN, value));
    }
}
