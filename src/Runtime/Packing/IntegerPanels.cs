using FastElman.Kernels;
using FastElman.Memory;

namespace FastElman.Packing;

/// <summary>
/// A matrix of small whole numbers in the form that <see cref="IntegerProduct"/> reads: panels of up to eight registers' width, in each of them group
/// after group of as many rows as fit 32 bits, and for each column the numbers of the group side by side.
/// </summary>
internal sealed class IntegerPanels
{
    private readonly int _columnsOfPanel;

    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="groupSize">Numbers in 32 bits: 4 of 8 bits, 2 of 16.</param>
    /// <param name="lanes">Floats in a register.</param>
    public IntegerPanels(int depth, int columns, int groupSize, int lanes)
    {
        GroupSize = groupSize;
        Groups = (depth + groupSize - 1) / groupSize;
        PaddedColumns = PackedMatrix.RoundUp(columns, lanes);
        _columnsOfPanel = IntegerProduct.PanelVectors * lanes;
        Buffer = new AlignedBuffer(checked(Groups * PaddedColumns));
    }

    /// <summary>Numbers in 32 bits.</summary>
    public int GroupSize { get; }

    /// <summary>Groups of rows: the depth, divided and rounded up; what is missing in the last is 0.</summary>
    public int Groups { get; }

    /// <summary>Columns, padded to whole registers.</summary>
    public int PaddedColumns { get; }

    /// <summary>The numbers; a float is only their container.</summary>
    public AlignedBuffer Buffer { get; }

    /// <summary>Where the number of a row and column stands, counted in numbers.</summary>
    public int OffsetOf(int row, int column)
    {
        var first = column / _columnsOfPanel * _columnsOfPanel;
        var width = Math.Min(_columnsOfPanel, PaddedColumns - first);
        var (group, place) = Math.DivRem(row, GroupSize);
        return (((first * Groups) + (group * width) + (column - first)) * GroupSize) + place;
    }
}
