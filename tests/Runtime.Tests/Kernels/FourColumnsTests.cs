using System.Runtime.Intrinsics;
using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

public sealed class FourColumnsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(5, 15)]
    [InlineData(2, 16)]
    [InlineData(7, 17)]
    [InlineData(4, 127)]
    public void A_strip_has_the_columns_of_the_matrix_and_zeros_behind_them(int rows, int columns)
    {
        // Behind one float, so that no row is aligned.
        var memory = Enumerable.Range(0, (rows * columns) + 1).Select(i => (float)i).ToArray();
        var strip = Enumerable.Repeat(float.NaN, rows * FourColumns.StripWidth).ToArray();
        for (var first = 0; first < columns; first += FourColumns.StripWidth)
        {
            FourColumns.CopyStrip(memory.AsSpan(1), columns, first, strip);
            for (var place = 0; place < FourColumns.StripWidth; place += FourColumns.Count)
            {
                for (var row = 0; row < rows; row++)
                {
                    var found = new FourColumns(strip, place).Row(row);
                    for (var lane = 0; lane < FourColumns.Count; lane++)
                    {
                        var column = first + place + lane;
                        Assert.Equal(column < columns ? 1 + (row * columns) + column : 0, found[lane]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(127)]
    [InlineData(32767)]
    public void Quotients_are_rounded_as_Math_Round_rounds_them(int limit)
    {
        var random = new Random(limit);
        foreach (var step in (double[])[0, 1, 0.5, 0.1, 1e-30, 3e-45, 1e12])
        {
            for (var round = 0; round < 300; round++)
            {
                // Halves are ties.
                var value = step * random.Next(-3 * limit, 3 * limit) / 2;
                value = round % 3 == 0 ? value + (step * random.NextDouble()) : value;
                value = step == 0 ? round : value;
                var expected = step > 0 ? Math.Clamp(Math.Round(value / step), -limit, limit) : 0;
                var (whole, bits) = FourColumns.Quantize(Vector256.Create(value), Vector256.Create(step), limit);
                Assert.Equal(Vector256.Create(expected), whole);
                Assert.Equal((short)expected, (short)bits[round % 4]);
            }
        }
    }

    [Fact]
    public void Numbers_are_stored_where_there_is_room()
    {
        for (var room = 0; room <= 6; room++)
        {
            var target = new int[8];
            FourColumns.Store(Vector256.Create(1, -2, 3L | (1L << 40), 4), target.AsSpan(1, room));
            int[] expected = [0, .. ((int[])[1, -2, 3, 4]).Take(room)];
            Assert.Equal([.. expected, .. new int[8 - expected.Length]], target);
        }
    }

    [Fact]
    public void Few_values_are_followed_by_zeros()
    {
        Assert.Equal(Vector256<double>.Zero, FourColumns.Of([]));
        Assert.Equal(Vector256.Create(1.0, 0, 0, 0), FourColumns.Of([1]));
        Assert.Equal(Vector256.Create(1.0, 2, 3, 0), FourColumns.Of([1, 2, 3]));
        Assert.Equal(Vector256.Create(1.0, 2, 3, 4), FourColumns.Of([1, 2, 3, 4, 5]));
    }
}
