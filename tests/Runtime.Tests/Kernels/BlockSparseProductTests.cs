using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>
/// A product without the zeros of the matrix has the bits of <see cref="FastElman.Kernels.MatrixVector"/>, whose own
/// tests hold it against double.
/// </summary>
public sealed class BlockSparseProductTests
{
    private static readonly int[] Columns =
    [
        .. Enumerable.Range(1, 70), 95, 96, 97, 104, 112, 113, 127, 128, 129, 160, 200, 207, 208, 209, 225, 300, 417,
    ];

    [Theory, EveryInstructionSet]
    public void One_row_has_the_bits_of_the_product_with_the_zeros(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            for (var depth = 1; depth <= 70; depth += columns % 5 == 0 ? 1 : 7)
            {
                CheckOneRow(kernels, depth, columns, kept: (depth + columns) % 11 / 10.0);
            }
        }

        CheckOneRow(kernels, depth: 3000, columns: 17, kept: 0.3);
    }

    [Theory, EveryInstructionSet]
    public void Several_rows_have_them_too(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            for (var rows = 0; rows <= 9; rows++)
            {
                CheckRows(kernels, rows, columns, columns, kept: 0.4);
                CheckRows(kernels, rows, depth: (columns + 1) / 2, columns, kept: 0.7);
            }
        }

        CheckRows(kernels, rows: 35, depth: 100, columns: 100, kept: 0.3);
    }

    private static void CheckOneRow(KernelSet kernels, int depth, int columns, double kept)
    {
        var random = new Random((depth * 1000) + columns);
        var w = SparseWeights(random, depth, columns, kept);
        var dense = new PackedMatrix(w, columns, kernels.Lanes);
        var stride = dense.PaddedColumns;
        var sparse = new BlockSparseMatrix(w, columns, kernels.Lanes, stride);
        var x = new GuardedBuffer(RandomFloats.Uniform(random, depth, 1f), offset: depth % 16);
        var start = new GuardedBuffer(stride, offset: columns % 16);
        RandomFloats.Uniform(random, columns, 1f).CopyTo(start.Span);
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var expected = new float[stride];
            kernels.MatrixVector(x.Span, dense.Panels, start.Span, expected, direction);
            var found = new GuardedBuffer(stride, offset: (depth + columns) % 16);
            kernels.BlockSparseVector(x.Span, sparse.Panels, start.Span, found.Span, direction);
            Bits.AssertEqual(expected, found.Span, $"[{depth}, {columns}], {kept} kept, {direction}");
            found.AssertGuardsUntouched();
        }

        start.AssertGuardsUntouched();
    }

    private static void CheckRows(KernelSet kernels, int rows, int depth, int columns, double kept)
    {
        var random = new Random((depth * 1000) + columns + rows);
        var w = SparseWeights(random, depth, columns, kept);
        var dense = new PackedMatrix(w, columns, kernels.Lanes);
        var stride = dense.PaddedColumns;
        var sparse = new BlockSparseMatrix(w, columns, kernels.Lanes, stride);
        var left = new GuardedBuffer(RandomFloats.Uniform(random, rows * stride, 1f), offset: columns % 16);
        var start = RandomFloats.Uniform(random, rows * stride, 1f);
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var expected = new float[rows * stride];
            kernels.MatrixProduct(left.Span, stride, rows, dense.Panels, start, stride, expected, direction);
            var found = new GuardedBuffer(start, offset: rows);
            kernels.BlockSparseProduct(left.Span, sparse.Panels, found.Span, direction);
            Bits.AssertEqual(expected, found.Span, $"{rows} rows, [{depth}, {columns}], {kept} kept, {direction}");
            found.AssertGuardsUntouched();
        }

        left.AssertGuardsUntouched();
    }

    /// <summary>
    /// [depth, columns] of which about so many pieces are not zero, in some blocks more than in others.
    /// </summary>
    private static float[] SparseWeights(Random random, int depth, int columns, double kept)
    {
        var w = RandomFloats.Uniform(random, depth * columns, 1f);
        for (var row = 0; row < depth; row++)
        {
            for (var column = 0; column < columns; column += BlockSparseLayout.BlockColumns)
            {
                if (random.NextDouble() >= kept)
                {
                    var width = Math.Min(BlockSparseLayout.BlockColumns, columns - column);
                    w.AsSpan((row * columns) + column, width).Fill(row % 3 == 0 ? -0f : 0f);
                }
            }
        }

        return w;
    }
}
