using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

/// <summary>Against sums in double.</summary>
public class RowProductTests
{
    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Every_row_is_multiplied_by_every_row(InstructionSet instructionSet)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        for (var rows = 0; rows <= 14; rows++)
        {
            for (var columns = 0; columns <= 14; columns++)
            {
                foreach (var vectors in (int[])[0, 1, 2, 3, 7])
                {
                    Check(kernels, new RowProductLayout
                    {
                        Rows = rows,
                        Depth = vectors * kernels.Lanes,
                        Columns = columns,
                        LeftStride = (vectors * kernels.Lanes) + (columns % 3),
                        RightStride = (vectors * kernels.Lanes) + (rows % 5),
                        OutputStride = columns + (rows % 4),
                    });
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Rows_of_the_left_matrix_may_overlap(InstructionSet instructionSet)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        for (var stride = 0; stride <= 20; stride++)
        {
            Check(
                kernels,
                new RowProductLayout
                {
                    Rows = 11,
                    Depth = 5 * kernels.Lanes,
                    Columns = 9,
                    LeftStride = stride,
                    RightStride = 5 * kernels.Lanes,
                    OutputStride = 9,
                });
        }
    }

    private static void Check(TrainingKernelSet kernels, RowProductLayout layout)
    {
        var random = new Random(layout.Rows + (100 * layout.Depth) + (10_000 * layout.Columns));
        var left = Filled(random, layout.Rows, layout.LeftStride, layout.Depth);
        var right = Filled(random, layout.Columns, layout.RightStride, layout.Depth);
        var output = Filled(random, layout.Rows, layout.OutputStride, layout.Columns);
        var before = output.Span.ToArray();

        kernels.RowProduct(left.Span, right.Span, output.Span, layout);

        for (var place = 0; place < before.Length; place++)
        {
            var (row, column) = Math.DivRem(place, layout.OutputStride);
            if (column >= layout.Columns)
            {
                Assert.Equal(before[place], output.Span[place]);
                continue;
            }

            var (sum, magnitude) = (0.0, 0.0);
            for (var k = 0; k < layout.Depth; k++)
            {
                var product =
                    (double)left.Span[(row * layout.LeftStride) + k] * right.Span[(column * layout.RightStride) + k];
                sum += product;
                magnitude += Math.Abs(product);
            }

            // N. J. Higham, Accuracy and Stability, section 3.1.
            Assert.Equal(sum, output.Span[place], layout.Depth * magnitude / (1 << 24));
        }

        output.AssertGuardsUntouched();
    }

    /// <summary>Exactly as long as the matrix reaches, at a place that is not aligned.</summary>
    private static GuardedBuffer Filled(Random random, int rows, int stride, int columns)
    {
        var length = rows == 0 || columns == 0 ? 0 : ((rows - 1) * stride) + columns;
        return new GuardedBuffer(
            [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)], offset: (rows + columns) % 16);
    }
}
