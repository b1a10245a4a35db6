using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

public class TranspositionTests
{
    [Theory]
    [MemberData(nameof(TrainingKernelSet.All), MemberType = typeof(TrainingKernelSet))]
    public void Rows_become_columns_wherever_the_matrices_lie(InstructionSet instructionSet)
    {
        var kernels = TrainingKernelSet.Of(instructionSet);
        var block = kernels.TransposedBlock;
        for (var rows = 0; rows <= 4 * block.Rows; rows += block.Rows)
        {
            for (var columns = block.Columns; columns <= 5 * block.Rows; columns += block.Columns)
            {
                for (var gap = 0; gap < 3; gap++)
                {
                    Check(kernels, rows, columns, columns + gap, rows + (2 * gap));
                }
            }
        }
    }

    private static void Check(TrainingKernelSet kernels, int rows, int columns, int sourceStride, int targetStride)
    {
        var source = new GuardedBuffer(
            [.. Enumerable.Range(1, rows * sourceStride).Select(i => (float)i)], offset: rows % 16);
        var target = new GuardedBuffer(columns * targetStride, offset: columns % 16);

        kernels.Transpose(source.Span, sourceStride, rows, columns, target.Span, targetStride);

        for (var place = 0; place < target.Span.Length; place++)
        {
            var (column, row) = Math.DivRem(place, targetStride);
            Assert.Equal(row < rows ? source.Span[(row * sourceStride) + column] : 0, target.Span[place]);
        }

        target.AssertGuardsUntouched();
    }
}
