using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class MatrixVectorTests
{
    /// <summary>
    /// All small sizes; every width of a panel in every instruction set, and one and two full panels with a register
    /// more and less.
    /// </summary>
    private static readonly int[] Columns =
    [
        .. Enumerable.Range(1, 70), 96, 103, 104, 105, 112, 113, 127, 128, 129, 144, 160, 176, 192, 200, 207, 208, 209,
        255, 257, 300, 416, 417, 433,
    ];

    [Theory, EveryInstructionSet]
    public void Every_size_is_right_and_nothing_around_it_is_touched(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            for (var depth = 0; depth <= 70; depth += columns % 5 == 0 ? 1 : 7)
            {
                Check(kernels, depth, columns, offset: (depth + columns) % 16, seed: depth, range: 1f);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Deep_products_stay_within_the_rounding_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var (depth, columns) in new[] { (350, 100), (1000, 33), (2000, 17), (5000, 1) })
        {
            Check(kernels, depth, columns, offset: 3, seed: depth, range: 100f);
        }
    }

    [Theory, EveryInstructionSet]
    public void Any_values_are_within_the_rounding_bound(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 200], Gen.Int[0, 15], Gen.Int, Gen.Single[0f, 20f]).Sample(
            (depth, columns, offset, seed, logRange) => Check(
                kernels, depth, columns, offset, seed, MathF.Exp(logRange - 10)),
            iter: 150);
    }

    [Theory, EveryInstructionSet]
    public void The_output_may_be_the_start(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            var (x, packed, start) = Operands(kernels, 13, columns, seed: columns, range: 1f);
            var apart = new float[start.Length];
            kernels.MatrixVector(x, packed.Panels, start, apart);
            kernels.MatrixVector(x, packed.Panels, start, start);
            Bits.AssertEqual(apart, start);
        }
    }

    [Theory, EveryInstructionSet]
    public void Backward_sums_are_the_forward_sums_of_everything_turned_round(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            foreach (var depth in new[] { 0, 1, 2, 7, 50 })
            {
                var random = new Random(columns);
                var w = RandomFloats.Uniform(random, depth * columns, 1f);
                var x = RandomFloats.Uniform(random, depth, 1f);
                var start = new float[new PackedMatrix(w, columns, kernels.Lanes).PaddedColumns];
                RandomFloats.Uniform(random, columns, 1f).CopyTo(start, 0);
                var (forward, backward) = (new float[start.Length], new float[start.Length]);
                kernels.MatrixVector(
                    x, new PackedMatrix(w, columns, kernels.Lanes).Panels, start, backward, Direction.Backward);

                var turned = Enumerable.Range(0, depth).Reverse().SelectMany(
                    row => w[(row * columns)..((row + 1) * columns)]).ToArray();
                kernels.MatrixVector(
                    [.. x.Reverse()], new PackedMatrix(turned, columns, kernels.Lanes).Panels, start, forward);
                Bits.AssertEqual(forward, backward, $"depth {depth}, {columns} columns");
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Nan_and_infinity_stay_in_their_own_column(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        const int columns = 37;
        for (var column = 0; column < columns; column++)
        {
            var w = new float[2 * columns];
            w[column] = float.NaN;
            w[columns + ((column + 1) % columns)] = float.PositiveInfinity;
            var packed = new PackedMatrix(w, columns, kernels.Lanes);
            var y = new float[packed.PaddedColumns];
            kernels.MatrixVector([1f, -1f], packed.Panels, y, y);
            for (var i = 0; i < columns; i++)
            {
                var expected = i == column ? float.NaN : i == (column + 1) % columns ? float.NegativeInfinity : 0f;
                Assert.Equal(expected, y[i]);
            }
        }
    }

    private static (float[] X, PackedMatrix Packed, float[] Start) Operands(
        KernelSet kernels, int depth, int columns, int seed, float range)
    {
        var random = new Random(seed);
        var packed = new PackedMatrix(RandomFloats.Uniform(random, depth * columns, range), columns, kernels.Lanes);
        var start = new float[packed.PaddedColumns];
        RandomFloats.Uniform(random, columns, range).CopyTo(start, 0);
        return (RandomFloats.Uniform(random, depth, range), packed, start);
    }

    private static void Check(KernelSet kernels, int depth, int columns, int offset, int seed, float range)
    {
        var random = new Random(seed);
        var w = RandomFloats.Uniform(random, depth * columns, range);
        var x = new GuardedBuffer(RandomFloats.Uniform(random, depth, range), offset);
        var packed = new PackedMatrix(w, columns, kernels.Lanes);
        var start = new GuardedBuffer(packed.PaddedColumns, (offset + 5) % 16);
        RandomFloats.Uniform(random, columns, range).CopyTo(start.Span);
        var panels = new GuardedBuffer(packed.Panels.Values, (offset + 9) % 16);
        foreach (var order in Enum.GetValues<Direction>())
        {
            Check(
                kernels,
                x,
                w,
                new Panels(panels.Span, packed.Panels.Layout),
                start,
                (offset + 11) % 16,
                columns,
                order);
        }
    }

    private static void Check(
        KernelSet kernels,
        GuardedBuffer x,
        float[] w,
        Panels panels,
        GuardedBuffer start,
        int offset,
        int columns,
        Direction order)
    {
        var depth = x.Span.Length;
        var y = new GuardedBuffer(start.Span.Length, offset);
        kernels.MatrixVector(x.Span, panels, start.Span, y.Span, order);

        double[] expected = [.. start.Span[..columns]];
        ReferenceMatrix.AddProduct([.. x.Span], [.. w], expected);
        for (var column = 0; column < columns; column++)
        {
            var bound = RoundingBound.OfSum(x.Span, w, columns, column, start.Span[column]);
            Assert.True(
                Math.Abs(y.Span[column] - expected[column]) <= bound,
                $"[{depth}] x [{depth}, {columns}], column {column}: "
                + $"expected {expected[column]:R} within {bound:R}, found {y.Span[column]:R}");
        }

        Assert.All(y.Span[columns..].ToArray(), padding => Assert.Equal(0f, padding));
        y.AssertGuardsUntouched();
        start.AssertGuardsUntouched();
    }
}
