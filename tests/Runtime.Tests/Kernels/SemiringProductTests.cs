using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class SemiringProductTests
{
    private static readonly int[] Depths = [0, 1, 2, 3, 7, 16, 33];

    [Theory, EveryInstructionSet]
    public void The_largest_sum_of_each_column_is_the_exact_one(InstructionSet instructionSet) =>
        Check<MaxPlus>(instructionSet, (x, w, column, columns) =>
        {
            var largest = float.NegativeInfinity;
            for (var k = 0; k < x.Length; k++)
            {
                largest = Math.Max(largest, x[k] + w[(k * columns) + column]);
            }

            return (largest, 0);
        });

    [Theory, EveryInstructionSet]
    public void The_sum_of_products_of_each_column_is_within_the_rounding_bound(InstructionSet instructionSet) =>
        Check<SumProduct>(instructionSet, (x, w, column, columns) =>
        {
            var sum = 0.0;
            for (var k = 0; k < x.Length; k++)
            {
                sum += (double)x[k] * w[(k * columns) + column];
            }

            return (sum, RoundingBound.OfSum(x, w, columns, column, 0f));
        });

    [Theory, EveryInstructionSet]
    public void What_is_forbidden_is_never_the_largest(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var matrix = Enumerable.Repeat(float.NegativeInfinity, 3 * kernels.Lanes).ToArray();
        matrix[kernels.Lanes] = -5f;
        var output = new float[kernels.Lanes];
        kernels.SemiringProduct<MaxPlus>([float.NegativeInfinity, -1e30f, 3f], matrix, output, Direction.Forward);
        Assert.Equal(-1e30f, output[0]);
        Assert.All(output[1..], value => Assert.Equal(float.NegativeInfinity, value));
    }

    private static void Check<TSemiring>(
        InstructionSet instructionSet, Func<float[], float[], int, int, (double Value, double Bound)> twin)
        where TSemiring : struct, ISemiring
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(7);
        foreach (var order in Enum.GetValues<Direction>())
        {
            for (var vectors = 1; vectors <= 26; vectors++)
            {
                var columns = vectors * kernels.Lanes;
                foreach (var depth in Depths)
                {
                    var (x, w) = (
                        RandomFloats.Uniform(random, depth, 3f), RandomFloats.Uniform(random, depth * columns, 3f));
                    var output = new GuardedBuffer(columns, offset: (vectors + depth) % 16);
                    kernels.SemiringProduct<TSemiring>(
                        new GuardedBuffer(x, 3).Span, new GuardedBuffer(w, depth % 16).Span, output.Span, order);
                    for (var column = 0; column < columns; column++)
                    {
                        var (expected, bound) = twin(x, w, column, columns);
                        var isRight = expected == output.Span[column]
                            || Math.Abs(expected - output.Span[column]) <= bound;
                        Assert.True(
                            isRight,
                            $"[{depth}, {columns}], column {column}: {output.Span[column]:R} instead of {expected:R}");
                    }

                    output.AssertGuardsUntouched();
                }
            }
        }
    }
}
