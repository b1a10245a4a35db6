using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// How a matrix W [depth, columns] is cut into panels: the one place that knows. A panel is a range of columns, as many
/// registers wide as a kernel has sums. Panel follows panel, and in a panel row follows row, so that a product reads
/// memory in one direction, in aligned registers.
/// </summary>
/// <remarks>
/// The columns are padded with zeros to whole registers, or to half a register where registers have at least eight
/// lanes and half is enough. Measured (Zen 4, AVX-512, 100 × 100): 104 columns instead of 112 take 253 against 281 ns.
/// A half register at the end of a panel does not lie in the panel's rows but behind them, as a strip of its own.
/// Example: 100 columns in registers of 16 lanes are 104 stored columns, one panel of a strip of 96 and a strip of 8
/// columns. In registers of 4 lanes they are two panels, of 52 and 48 columns.
/// </remarks>
internal readonly record struct PanelLayout
{
    private const int FewestLanesWithHalf = 8;

    private PanelLayout(int depth, int storedColumns, int panelVectors, int lanes)
    {
        Depth = depth;
        StoredColumns = storedColumns;
        PanelVectors = panelVectors;
        Lanes = lanes;
    }

    /// <summary>Rows: those of W, or groups of rows where a lane holds several integers.</summary>
    public int Depth { get; }

    /// <summary>Columns in memory, a multiple of the lanes or of half of them.</summary>
    public int StoredColumns { get; }

    /// <summary>Registers in a full panel.</summary>
    public int PanelVectors { get; }

    /// <summary>Floats in a register.</summary>
    public int Lanes { get; }

    /// <summary>Columns of a product with W: a multiple of the lanes.</summary>
    public int PaddedColumns => RoundUp(StoredColumns, Lanes);

    /// <summary>Floats in memory.</summary>
    public int Length => checked(Depth * StoredColumns);

    /// <summary>All strips, in the order of memory.</summary>
    public IEnumerable<PanelStrip> Strips
    {
        get
        {
            for (var column = 0; column < StoredColumns;)
            {
                var strip = StripOf(column);
                yield return strip;
                column += strip.Width;
            }
        }
    }

    /// <summary>For <see cref="MatrixVector"/> and <see cref="MatrixProduct"/>.</summary>
    public static PanelLayout OfFloats(int depth, int columns, int lanes)
    {
        var granularity = lanes >= FewestLanesWithHalf ? lanes / 2 : lanes;
        return new PanelLayout(depth, RoundUp(columns, granularity), PanelWidth.Maximum, lanes);
    }

    /// <summary>For <see cref="MatrixVector"/> too, but without half registers.</summary>
    public static PanelLayout OfWholeRegisters(int depth, int columns, int lanes) =>
        new(depth, RoundUp(columns, lanes), PanelWidth.Maximum, lanes);

    /// <summary>For <see cref="IntegerProduct"/>, without half registers.</summary>
    public static PanelLayout OfIntegers(int groups, int columns, int lanes) =>
        new(groups, RoundUp(columns, lanes), IntegerProduct.PanelVectors, lanes);

    /// <summary>
    /// The smallest multiple of <paramref name="multiple"/> that is at least <paramref name="count"/>.
    /// </summary>
    public static int RoundUp(int count, int multiple) => checked(count + multiple - 1) / multiple * multiple;

    /// <summary>The strip in which a column lies.</summary>
    [MethodImpl(HotPath.Inlined)]
    public PanelStrip StripOf(int column)
    {
        var panelColumns = PanelVectors * Lanes;
        var first = column / panelColumns * panelColumns;
        var stored = Math.Min(panelColumns, StoredColumns - first);
        var whole = stored / Lanes * Lanes;
        return column - first < whole
            ? new PanelStrip(first, whole, first * Depth)
            : new PanelStrip(first + whole, stored - whole, (first + whole) * Depth);
    }

    /// <summary>Where an element lies, in floats from the beginning.</summary>
    public int OffsetOf(int row, int column)
    {
        var strip = StripOf(column);
        return strip.Offset + (row * strip.Width) + (column - strip.FirstColumn);
    }
}
