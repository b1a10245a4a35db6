using CsCheck;
using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

public sealed class PanelLayoutTests
{
    private static readonly Gen<PanelLayout> AnyLayout = Gen.Select(
        Gen.Int[1, 40],
        Gen.Int[1, 300],
        Gen.OneOf(1, 4, 8, 16),
        Gen.Int[0, 2],
        (depth, columns, lanes, kind) => kind switch
        {
            0 => PanelLayout.OfFloats(depth, columns, lanes),
            1 => PanelLayout.OfWholeRegisters(depth, columns, lanes),
            _ => PanelLayout.OfIntegers(depth, columns, lanes),
        });

    [Fact]
    public void Every_element_has_a_place_of_its_own() => AnyLayout.Sample(layout =>
    {
        var taken = new bool[layout.Length];
        for (var row = 0; row < layout.Depth; row++)
        {
            for (var column = 0; column < layout.StoredColumns; column++)
            {
                var place = layout.OffsetOf(row, column);
                Assert.False(taken[place], $"row {row}, column {column}");
                taken[place] = true;
            }
        }
    });

    [Fact]
    public void Strips_follow_each_other_and_are_no_wider_than_a_panel() => AnyLayout.Sample(layout =>
    {
        var (column, offset) = (0, 0);
        foreach (var strip in layout.Strips)
        {
            Assert.Equal((column, offset), (strip.FirstColumn, strip.Offset));
            Assert.InRange(strip.Width, 1, layout.PanelVectors * layout.Lanes);
            Assert.True(strip.Width % layout.Lanes == 0 || strip.Width == layout.Lanes / 2);
            column += strip.Width;
            offset += strip.Width * layout.Depth;
        }

        Assert.Equal((layout.StoredColumns, layout.Length), (column, offset));
    });

    [Fact]
    public void A_hundred_columns_are_stored_as_documented()
    {
        Assert.Equal(
            [new PanelStrip(0, 52, 0), new PanelStrip(52, 48, 156)], PanelLayout.OfFloats(3, 100, lanes: 4).Strips);
        Assert.Equal(
            [new PanelStrip(0, 96, 0), new PanelStrip(96, 8, 288)], PanelLayout.OfFloats(3, 100, lanes: 16).Strips);
        Assert.Equal(112, PanelLayout.OfFloats(3, 100, lanes: 16).PaddedColumns);
        Assert.Equal(112, PanelLayout.OfWholeRegisters(3, 100, lanes: 16).StoredColumns);
    }
}
