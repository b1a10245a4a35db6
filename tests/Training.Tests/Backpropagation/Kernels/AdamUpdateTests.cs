using FastElman.Fixtures;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

public class AdamUpdateTests
{
    /// <summary>
    /// Float against double after five updates of numbers up to 1, in the most inexact instruction set; seen: 4e-7.
    /// </summary>
    private const double Rounding = 1e-6;

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Every_length_is_updated_as_in_double_precision(InstructionSet instructionSet)
    {
        for (var length = 0; length <= 70; length++)
        {
            var random = new Random(length);
            var twin = Doubles(random, length);
            var (firstTwin, secondTwin) = (new double[length], new double[length]);
            var parameters = new GuardedBuffer(Array.ConvertAll(twin, value => (float)value), offset: length % 16);
            var first = new GuardedBuffer(new float[length], offset: (length + 3) % 16);
            var second = new GuardedBuffer(new float[length], offset: (length + 7) % 16);
            for (var step = 0; step < 5; step++)
            {
                var gradients = Array.ConvertAll(Doubles(random, length), value => (float)value);

                TrainingKernelSet.Of(instructionSet).UpdateByAdam(
                    parameters.Span, gradients, first.Span, second.Span, 0.01f, 1e-6f);

                for (var i = 0; i < length; i++)
                {
                    Twin(ref twin[i], gradients[i], ref firstTwin[i], ref secondTwin[i], 0.01, 1e-6);
                    Assert.Equal(twin[i], parameters.Span[i], Rounding);
                    Assert.Equal(firstTwin[i], first.Span[i], Rounding);
                    Assert.Equal(secondTwin[i], second.Span[i], Rounding);
                }
            }

            parameters.AssertGuardsUntouched();
            first.AssertGuardsUntouched();
            second.AssertGuardsUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Where_there_never_was_a_gradient_nothing_moves(InstructionSet instructionSet)
    {
        float[] parameters = [.. Enumerable.Repeat(1f, 20), float.NegativeInfinity];
        var zeros = new float[21];

        TrainingKernelSet.Of(instructionSet).UpdateByAdam(
            parameters, zeros, new float[21], new float[21], 0.01f, 3e-10f);

        Bits.AssertEqual([.. Enumerable.Repeat(1f, 20), float.NegativeInfinity], parameters);
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void A_gradient_that_is_not_a_number_shows_in_the_parameter(InstructionSet instructionSet)
    {
        float[] parameters = [1, 1];

        TrainingKernelSet.Of(instructionSet).UpdateByAdam(
            parameters, [float.NaN, 1], new float[2], new float[2], 0.01f, 1e-8f);

        Assert.True(float.IsNaN(parameters[0]));
        Assert.True(float.IsFinite(parameters[1]));
    }

    /// <summary>Algorithm 1 of the paper, one number at a time.</summary>
    private static void Twin(
        ref double parameter, double gradient, ref double first, ref double second, double rate, double epsilon)
    {
        first = (AdamUpdate.FirstDecay * first) + ((1 - AdamUpdate.FirstDecay) * gradient);
        second = (AdamUpdate.SecondDecay * second) + ((1 - AdamUpdate.SecondDecay) * gradient * gradient);
        parameter -= rate * first / (Math.Sqrt(second) + epsilon);
    }

    private static double[] Doubles(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() * 2) - 1)];
}
