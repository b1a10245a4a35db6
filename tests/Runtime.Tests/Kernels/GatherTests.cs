using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

public sealed class GatherTests
{
    [Fact]
    public void Rows_stand_side_by_side_in_the_order_of_their_indices() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 40], Gen.Int[0, 30], Gen.Int[0, 15]).Sample(
            (rows, width, count, offset) =>
            {
                var random = new Random(rows + width);
                var table = Enumerable.Range(0, rows * width).Select(i => (float)i).ToArray();
                var indices = Enumerable.Range(0, count).Select(_ => random.Next(rows)).ToArray();
                var output = new GuardedBuffer(count * width, offset);
                Gather.Rows(table, width, indices, output.Span);
                for (var i = 0; i < output.Span.Length; i++)
                {
                    Assert.Equal((indices[i / width] * width) + (i % width), output.Span[i]);
                }

                output.AssertGuardsUntouched();
            });
}
