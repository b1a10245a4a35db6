using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsCheck;
using FastElman.Kernels;
using FastElman.Packing;

namespace FastElman.Tests.Packing;

public sealed class PackedMatrixTests
{
    private static readonly Gen<(int Depth, int Columns, int Lanes)> AnySize =
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 300], Gen.OneOf(1, 4, 8, 16));

    [Fact]
    public void Every_element_is_found_at_its_place_in_its_panel() => AnySize.Sample((depth, columns, lanes) =>
    {
        var w = Enumerable.Range(1, depth * columns).Select(i => (float)i).ToArray();
        var packed = new PackedMatrix(w, columns, lanes);
        for (var row = 0; row < depth; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Assert.Equal(
                    w[(row * columns) + column], packed.Panels.Values[packed.Panels.Layout.OffsetOf(row, column)]);
            }
        }
    });

    [Fact]
    public void All_the_rest_is_zero() => AnySize.Sample((depth, columns, lanes) =>
    {
        var packed = new PackedMatrix(Enumerable.Repeat(1f, depth * columns).ToArray(), columns, lanes);
        Assert.Equal(packed.Panels.Layout.Length, packed.Panels.Values.Length);
        Assert.Equal(depth * columns, packed.Panels.Values.ToArray().Count(value => value == 1f));
        Assert.Equal(
            packed.Panels.Values.Length - (depth * columns),
            packed.Panels.Values.ToArray().Count(value => value == 0f));
    });

    [Fact]
    public void The_columns_are_padded_to_whole_registers_and_no_further() => AnySize.Sample((depth, columns, lanes) =>
    {
        var packed = new PackedMatrix(new float[depth * columns], columns, lanes);
        Assert.Equal(depth, packed.Depth);
        Assert.Equal(columns, packed.Columns);
        Assert.Equal(0, packed.PaddedColumns % lanes);
        Assert.InRange(packed.PaddedColumns, columns, columns + lanes - 1);
    });

    [Fact]
    public void Wide_registers_are_halved_where_that_is_enough()
    {
        Assert.Equal(104 * 3, new PackedMatrix(new float[100 * 3], 100, lanes: 16).Panels.Values.Length);
        Assert.Equal(112 * 3, new PackedMatrix(new float[105 * 3], 105, lanes: 16).Panels.Values.Length);
        Assert.Equal(100 * 3, new PackedMatrix(new float[97 * 3], 97, lanes: 8).Panels.Values.Length);
        Assert.Equal(100 * 3, new PackedMatrix(new float[97 * 3], 97, lanes: 4).Panels.Values.Length);
    }

    [Fact]
    public unsafe void The_panels_begin_at_a_cache_line()
    {
        var packed = new PackedMatrix(new float[35], 7, 8);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(packed.Panels.Values));
        Assert.Equal(0u, address % 64);
    }
}
