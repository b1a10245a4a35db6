using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>
/// A row of a product has the bits of <see cref="FastElman.Kernels.MatrixVector"/>, whose own tests hold it against
/// double.
/// </summary>
public sealed class MatrixProductTests
{
    private const int MostRows = 9;

    private static readonly int[] Columns =
    [
        .. Enumerable.Range(1, 70), 96, 103, 104, 105, 112, 113, 127, 128, 129, 144, 160, 176, 192, 200, 207, 208, 209,
        255, 257, 300, 416, 417, 433,
    ];

    [Theory, EveryInstructionSet]
    public void Every_row_has_the_bits_of_the_single_row_product(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            for (var depth = 0; depth <= 70; depth += columns % 7 == 0 ? 1 : 9)
            {
                // Rows that touch, that overlap as the windows of a sentence do, that are the same, and that stand
                // apart: in turn.
                int[] strides = [depth, (depth + 2) / 3, 0, depth + 5];
                Check(kernels, depth, strides[(depth + columns) % 4], columns);
                Check(kernels, depth, (depth + 2) / 3, columns);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Many_rows_have_them_too(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var (depth, columns) in new[] { (350, 100), (100, 127), (200, 200) })
        {
            Check(kernels, depth, stride: 50, columns, mostRows: 35, rowStep: 11);
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_row_may_have_a_start_of_its_own(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var columns in Columns)
        {
            for (var rows = 0; rows <= MostRows; rows++)
            {
                CheckStartPerRow(kernels, rows, depth: columns % 23, columns, gap: 0);
                CheckStartPerRow(kernels, rows, depth: columns % 23, columns, gap: 5);
            }
        }

        CheckStartPerRow(kernels, rows: 35, depth: 100, columns: 100, gap: 0);
    }

    /// <summary>Starts one after another, or with a gap between; without a gap also where the output lies.</summary>
    private static void CheckStartPerRow(KernelSet kernels, int rows, int depth, int columns, int gap)
    {
        foreach (var order in Enum.GetValues<Direction>())
        {
            CheckStartPerRow(kernels, rows, depth, columns, gap, order);
        }
    }

    private static void CheckStartPerRow(KernelSet kernels, int rows, int depth, int columns, int gap, Direction order)
    {
        var random = new Random((depth * 1000) + columns + rows);
        var left = RandomFloats.Uniform(random, rows * depth, 1f);
        var packed = new PackedMatrix(RandomFloats.Uniform(random, depth * columns, 1f), columns, kernels.Lanes);
        var width = packed.PaddedColumns;
        var start = new GuardedBuffer(RandomFloats.Uniform(random, rows * (width + gap), 1f), offset: depth % 16);
        var expected = new float[rows * width];
        for (var row = 0; row < rows; row++)
        {
            kernels.MatrixVector(
                left.AsSpan(row * depth, depth),
                packed.Panels,
                start.Span.Slice(row * (width + gap), width),
                expected.AsSpan(row * width, width),
                order);
        }

        var output = new GuardedBuffer(rows * width, offset: columns % 16);
        kernels.MatrixProduct(left, depth, rows, packed.Panels, start.Span, width + gap, output.Span, order);
        Bits.AssertEqual(
            expected, output.Span, $"{rows} rows, depth {depth}, {columns} columns, starts {width + gap} apart");
        output.AssertGuardsUntouched();
        if (gap == 0)
        {
            kernels.MatrixProduct(left, depth, rows, packed.Panels, start.Span, width, start.Span, order);
            Bits.AssertEqual(expected, start.Span, $"{rows} rows, depth {depth}, {columns} columns, in place");
            start.AssertGuardsUntouched();
        }
    }

    private static void Check(
        KernelSet kernels, int depth, int stride, int columns, int mostRows = MostRows, int rowStep = 1)
    {
        foreach (var order in Enum.GetValues<Direction>())
        {
            Check(kernels, depth, stride, columns, mostRows, rowStep, order);
        }
    }

    private static void Check(
        KernelSet kernels, int depth, int stride, int columns, int mostRows, int rowStep, Direction order)
    {
        var random = new Random((depth * 1000) + columns);
        var left = new GuardedBuffer(
            RandomFloats.Uniform(random, ((mostRows - 1) * stride) + depth, 1f), offset: depth % 16);
        var packed = new PackedMatrix(RandomFloats.Uniform(random, depth * columns, 1f), columns, kernels.Lanes);
        var start = new float[packed.PaddedColumns];
        RandomFloats.Uniform(random, columns, 1f).CopyTo(start, 0);

        var width = packed.PaddedColumns;
        var expected = new float[mostRows * width];
        for (var row = 0; row < mostRows; row++)
        {
            kernels.MatrixVector(
                left.Span.Slice(row * stride, depth), packed.Panels, start, expected.AsSpan(row * width, width), order);
        }

        for (var rows = 0; rows <= mostRows; rows += rowStep)
        {
            var output = new GuardedBuffer(rows * width, offset: columns % 16);
            kernels.MatrixProduct(left.Span, stride, rows, packed.Panels, start, 0, output.Span, order);
            Bits.AssertEqual(
                expected.AsSpan(0, rows * width),
                output.Span,
                $"{rows} rows {stride} apart, depth {depth}, {columns} columns");
            output.AssertGuardsUntouched();
        }
    }
}
