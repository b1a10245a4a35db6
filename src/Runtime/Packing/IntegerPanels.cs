using FastElman.Kernels;
using FastElman.Memory;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [depth, columns] of small integers in panels (<see cref="PanelLayout"/>) for
/// <see cref="IntegerProduct"/>: a row of a panel is a group of as many rows of W as fit 32 bits, and for each column
/// the integers of the group lie side by side. Why: one instruction multiplies and adds all integers of a lane. Cost:
/// see <see cref="ByteWeights"/> and
/// <see cref="Int16Matrix"/>.
/// </summary>
internal sealed class IntegerPanels
{
    private readonly PanelLayout _layout;

    /// <param name="depth">Rows of W.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="groupSize">Integers in 32 bits: 4 of 8 bits, or 2 of 16 bits.</param>
    /// <param name="lanes">Lanes of 32 bits in a register.</param>
    public IntegerPanels(int depth, int columns, int groupSize, int lanes)
    {
        GroupSize = groupSize;
        _layout = PanelLayout.OfIntegers((depth + groupSize - 1) / groupSize, columns, lanes);
        Buffer = new AlignedBuffer(_layout.Length);
    }

    /// <summary>Integers in 32 bits.</summary>
    public int GroupSize { get; }

    /// <summary>Groups of rows: depth / group size, rounded up. Missing rows of the last group are 0.</summary>
    public int Groups => _layout.Depth;

    /// <summary>Columns, padded to whole registers.</summary>
    public int PaddedColumns => _layout.PaddedColumns;

    /// <summary>
    /// [groups, padded columns, group size] integers in panels. A float is only their 32-bit container.
    /// </summary>
    public AlignedBuffer Buffer { get; }

    /// <summary>Where the integer of a row and column of W lies, counted in integers.</summary>
    public int OffsetOf(int row, int column) => ColumnAt(column).OffsetOf(row);

    /// <summary>Where the integers of a column lie; found once for all of its rows.</summary>
    public Column ColumnAt(int column)
    {
        var strip = _layout.StripOf(column);
        return new Column(strip.Offset + column - strip.FirstColumn, strip.Width, GroupSize);
    }

    /// <summary>The places of the integers of a column.</summary>
    /// <param name="First">Where the first group lies, in groups.</param>
    /// <param name="Step">From a group to the next, in groups.</param>
    /// <param name="GroupSize">Integers in a group.</param>
    public readonly record struct Column(int First, int Step, int GroupSize)
    {
        /// <summary>Where the integer of a row lies, counted in integers.</summary>
        public int OffsetOf(int row)
        {
            var (group, place) = Math.DivRem(row, GroupSize);
            return ((First + (group * Step)) * GroupSize) + place;
        }
    }
}
