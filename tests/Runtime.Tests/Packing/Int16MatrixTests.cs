using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class Int16MatrixTests
{
    /// <summary>Half a step of a number from −8191 to 8191, and what float32 rounds on the way.</summary>
    private const double LeftError = 0.5001 / Int16Matrix.Levels;

    [Theory]
    [EveryInstructionSet]
    public void A_product_is_as_near_as_its_steps_allow(InstructionSet instructionSet) =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 140], Gen.Float[0.01f, 40f], Gen.Int[0, 2]).Sample(
            (depth, columns, weightRange, kind) => Check(instructionSet, depth, columns, weightRange, kind),
            iter: 40);

    [Theory]
    [EveryInstructionSet]
    public void The_largest_weights_and_units_do_not_overflow(InstructionSet instructionSet)
    {
        foreach (var depth in (int[])[1, 2, 100, 1000, 5000])
        {
            Check(instructionSet, depth, columns: 3, weightRange: 1, kind: 3);
        }
    }

    [Fact]
    public void A_column_of_zeros_stays_zero()
    {
        var matrix = new Int16Matrix([0f, 1f, 0f, 2f], columns: 2, range: 1, lanes: 4);

        Assert.Equal(0, matrix.Scales[0]);
        Assert.NotEqual(0, matrix.Scales[1]);
    }

    [Fact]
    public void The_weights_that_the_numbers_stand_for_are_near_those_given()
    {
        float[] weights = [0.5f, -3f, 0.25f, 2f, -0.125f, 0f];
        var found = new Int16Matrix(weights, columns: 2, range: 1, lanes: 4).ToFloats(depth: 3, columns: 2);
        Assert.All(weights.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 3f / short.MaxValue));
    }

    /// <summary>The largest of few weights becomes the largest integer: no finer steps are possible.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(-0.001f)]
    [InlineData(1e10f)]
    public void The_steps_are_as_fine_as_16_bits_allow(float largest)
    {
        var matrix = new Int16Matrix([largest, largest / 3, 0f, largest / 7], columns: 1, range: 1, lanes: 4);
        Assert.Equal(
            Math.Abs((double)largest) / short.MaxValue / Int16Matrix.Levels,
            matrix.Scales[0],
            Math.Abs(largest) * 1e-14);
    }

    private static void Check(InstructionSet instructionSet, int depth, int columns, float weightRange, int kind)
    {
        if (!InstructionSets.TraitsOf(instructionSet).HasInt16Products)
        {
            return;
        }

        var random = new Random(depth + columns);
        var stride = PanelLayout.RoundUp(depth, InstructionSets.TraitsOf(instructionSet).Lanes);
        var weights = new float[depth * columns];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = kind == 3 ? weightRange : ((random.NextSingle() * 2) - 1) * weightRange;
        }

        var x = new float[stride];
        foreach (ref var unit in x.AsSpan())
        {
            unit = kind switch
            {
                0 => random.NextSingle(),
                1 => (random.NextSingle() * 2) - 1,
                2 => random.Next(2),
                _ => 1,
            };
        }

        var matrix = new Int16Matrix(weights, columns, range: 1, InstructionSets.TraitsOf(instructionSet).Lanes);
        var output = InstructionSets.Accept<Product, float[]>(
            instructionSet, new Product(matrix, x, Direction.Forward));
        Bits.AssertEqual(
            output,
            InstructionSets.Accept<Product,
            float[]>(instructionSet, new Product(matrix, x, Direction.Backward)),
            "backward");
        for (var column = 0; column < columns; column++)
        {
            double exact = 0, bound = 0, largest = 0, sum = 0;
            for (var row = 0; row < depth; row++)
            {
                double weight = weights[(row * columns) + column];
                exact += x[row] * weight;
                bound += LeftError * Math.Abs(weight);
                sum += Math.Abs(weight);
                largest = Math.Max(largest, Math.Abs(weight));
            }

            var step = Math.Max(largest / short.MaxValue, sum * Int16Matrix.Levels / int.MaxValue) * 1.02;
            Assert.InRange(
                output[column],
                exact - bound - (0.51 * step * depth) - 1e-5,
                exact + bound + (0.51 * step * depth) + 1e-5);
        }
    }

    private readonly struct Product(Int16Matrix matrix, float[] x, Direction order) : ISimdVisitor<float[]>
    {
        public float[] Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var numbers = new short[x.Length + 1];
            var output = new float[matrix.PaddedColumns];
            Int16Product.ToInt16<TSimd, TVector>(x, matrix.Factor, numbers);
            Int16Product.Multiply<TSimd, TVector>(
                numbers.AsSpan(0, matrix.Groups * Int16Matrix.GroupSize),
                matrix.Panels,
                matrix.Scales,
                new float[output.Length],
                new float[output.Length],
                output,
                order);
            return output;
        }
    }
}
