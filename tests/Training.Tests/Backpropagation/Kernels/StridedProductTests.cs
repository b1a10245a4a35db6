using FastElman.Fixtures;
using FastElman.Simd;
using FastElman.Training.Backpropagation;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

/// <summary>Against sums in double, for matrices that lie in all the ways in which training lays them.</summary>
public class StridedProductTests
{
    private static readonly int[] Depths = [0, 1, 2, 3, 7, 16, 37];

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Rows_may_overlap_and_all_may_share_an_addend(InstructionSet instructionSet) =>
        ForEverySize(instructionSet, (kernels, rows, depth, columns) =>
        Check(kernels, new ProductLayout
        {
            Rows = rows,
            Depth = depth,
            Columns = columns,
            LeftRowStride = (depth + 2) / 3,
            RightStride = columns + (rows % 3),
            AddendStride = 0,
            OutputStride = columns + (depth % 5),
        }));

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void The_left_matrix_may_be_transposed(InstructionSet instructionSet) =>
        ForEverySize(instructionSet, (kernels, rows, depth, columns) =>
        Check(kernels, new ProductLayout
        {
            Rows = rows,
            Depth = depth,
            Columns = columns,
            LeftRowStride = 1,
            LeftDepthStride = rows + (depth % 4),
            RightStride = columns,
            AddendStride = columns + 3,
            OutputStride = columns,
        }));

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void What_is_added_to_may_be_the_output_itself(InstructionSet instructionSet) =>
        ForEverySize(instructionSet, (kernels, rows, depth, columns) =>
        Check(
            kernels,
            new ProductLayout
            {
                Rows = rows,
                Depth = depth,
                Columns = columns,
                LeftRowStride = 1,
                LeftDepthStride = rows,
                RightStride = columns,
                AddendStride = columns + 2,
                OutputStride = columns + 2,
            },
            inPlace: true));

    /// <summary>As the inputs of neighbouring words do, down to windows of single values.</summary>
    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Rows_that_are_added_to_may_overlap(InstructionSet instructionSet) =>
        ForEverySize(instructionSet, (kernels, rows, depth, columns) =>
    {
        foreach (var stride in (int[])[1, (columns / 3) + 1, columns + 1])
        {
            Check(
                kernels,
                new ProductLayout
                {
                    Rows = rows,
                    Depth = depth,
                    Columns = columns,
                    LeftRowStride = depth,
                    RightStride = columns,
                    AddendStride = stride,
                    OutputStride = stride,
                },
                inPlace: true);
        }
    });

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void One_factor_for_all_rows_sums_the_rows_of_the_right_matrix(InstructionSet instructionSet)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        var columns = 5 * kernels.Lanes;
        Check(kernels, new ProductLayout
        {
            Rows = 1,
            Depth = 11,
            Columns = columns,
            LeftRowStride = 0,
            LeftDepthStride = 0,
            RightStride = columns,
            AddendStride = 0,
            OutputStride = 0,
        });
    }

    /// <summary>Three hundred additions of a tenth of the last bit of 1 are not lost.</summary>
    [Fact]
    public void What_is_added_is_added_once_at_the_end()
    {
        var kernels = TrainingKernelSet.Of(InstructionSet.Scalar);
        float[] left = [.. Enumerable.Repeat(1f, 300)];
        float[] right = [.. Enumerable.Repeat(1.2e-8f, 300)];
        float[] output = [1f];

        kernels.Product(left, right, output, output, new ProductLayout
        {
            Rows = 1,
            Depth = 300,
            Columns = 1,
            LeftRowStride = 300,
            RightStride = 1,
            AddendStride = 1,
            OutputStride = 1,
        });

        Assert.Equal(1 + (300 * 1.2e-8), output[0], 1e-7);
    }

    private static void ForEverySize(InstructionSet instructionSet, Action<TrainingKernelSet, int, int, int> check)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        for (var rows = 0; rows <= 14; rows++)
        {
            foreach (var depth in Depths)
            {
                for (var vectors = 0; vectors <= 14; vectors++)
                {
                    check(kernels, rows, depth, vectors * kernels.Lanes);
                }
            }
        }
    }

    private static void Check(TrainingKernelSet kernels, ProductLayout layout, bool inPlace = false)
    {
        var random = new Random(layout.Rows + (100 * layout.Depth) + (10_000 * layout.Columns));
        var left = Filled(random, layout.Rows, layout.LeftRowStride, layout.Depth, layout.LeftDepthStride);
        var right = Filled(random, layout.Depth, layout.RightStride, layout.Columns, 1);
        var output = Filled(random, layout.Rows, layout.OutputStride, layout.Columns, 1);
        var addend = inPlace ? output : Filled(random, layout.Rows, layout.AddendStride, layout.Columns, 1);
        var (addendBefore, outputBefore) = (addend.Span.ToArray(), output.Span.ToArray());

        kernels.Product(left.Span, right.Span, addend.Span, output.Span, layout);

        var expected = Array.ConvertAll(outputBefore, value => (double)value);
        var magnitudes = Array.ConvertAll(outputBefore, value => (double)Math.Abs(value));
        var terms = new int[outputBefore.Length];
        for (var row = 0; row < layout.Rows; row++)
        {
            for (var column = 0; column < layout.Columns; column++)
            {
                var place = (row * layout.OutputStride) + column;
                if (!inPlace)
                {
                    expected[place] = addendBefore[(row * layout.AddendStride) + column];
                    magnitudes[place] = Math.Abs(expected[place]);
                }

                terms[place] += layout.Depth + 1;
                for (var k = 0; k < layout.Depth; k++)
                {
                    double x = left.Span[(row * layout.LeftRowStride) + (k * layout.LeftDepthStride)];
                    var product = x * right.Span[(k * layout.RightStride) + column];
                    expected[place] += product;
                    magnitudes[place] += Math.Abs(product);
                }
            }
        }

        // N. J. Higham, Accuracy and Stability, section 3.1; a gap, of no terms, is as it was.
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.Equal(expected[place], output.Span[place], terms[place] * magnitudes[place] / (1 << 24));
        }

        output.AssertGuardsUntouched();
    }

    /// <summary>Exactly as long as the matrix reaches, at a place that is not aligned.</summary>
    private static GuardedBuffer Filled(Random random, int rows, int rowStride, int columns, int columnStride)
    {
        var length = rows == 0 || columns == 0 ? 0 : ((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1;
        return new GuardedBuffer(
            [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)], offset: (rows + columns) % 16);
    }
}
