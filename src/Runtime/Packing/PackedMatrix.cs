using FastElman.Kernels;
using FastElman.Memory;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [depth, columns] cut into panels of up to <see cref="PanelWidth.Maximum"/> registers' width, each panel stored row after row.
/// Why: a kernel keeps one panel's sums in registers while it walks down the depth, and in this form it reads memory strictly
/// forward, in aligned whole registers, with no remainder to treat: the columns are padded with zeros to a multiple of the lanes, or of half
/// of them (<see cref="PackedColumns"/>). A half register at the end of a panel has its rows behind those of the whole ones.
/// Cost: one copy at load, and at most lanes − 1 columns of zeros.
/// </summary>
internal sealed class PackedMatrix
{
    private readonly AlignedBuffer _panels;

    /// <param name="rowMajor">W [depth, columns], row by row.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will read it.</param>
    /// <param name="width">Columns to pad to, before whole registers; 0 for no more than there are.</param>
    public PackedMatrix(ReadOnlySpan<float> rowMajor, int columns, int lanes, int width = 0)
    {
        Depth = rowMajor.Length / columns;
        Columns = columns;
        width = Math.Max(width, columns);
        PaddedColumns = RoundUp(width, lanes);
        var inMemory = PackedColumns.Of(width, lanes);
        _panels = new AlignedBuffer(checked(Depth * inMemory));
        for (var first = 0; first < inMemory; first += PanelWidth.Maximum * lanes)
        {
            var whole = Math.Min(PanelWidth.Maximum, (inMemory - first) / lanes) * lanes;
            var panel = _panels.Span[(first * Depth)..];
            Pack(rowMajor, first, whole, panel);
            if (whole < Math.Min(PanelWidth.Maximum * lanes, inMemory - first))
            {
                Pack(rowMajor, first + whole, lanes / 2, panel[(whole * Depth)..]);
            }
        }
    }

    /// <summary>Rows of W.</summary>
    public int Depth { get; }

    /// <summary>Columns of W.</summary>
    public int Columns { get; }

    /// <summary>Columns with the padding: the length of what a product with W gives.</summary>
    public int PaddedColumns { get; }

    /// <summary>The panels one after another, each [depth, its width].</summary>
    public ReadOnlySpan<float> Panels => _panels.Span;

    /// <summary>The smallest multiple of <paramref name="lanes"/> that holds <paramref name="count"/>.</summary>
    public static int RoundUp(int count, int lanes) => checked(count + lanes - 1) / lanes * lanes;

    /// <summary>Copies the columns from <paramref name="first"/> on, as many as there are of <paramref name="width"/>, to rows of that width.</summary>
    private void Pack(ReadOnlySpan<float> rowMajor, int first, int width, Span<float> rows)
    {
        var filled = Math.Min(width, Columns - first);
        for (var row = 0; row < Depth && filled > 0; row++)
        {
            rowMajor.Slice((row * Columns) + first, filled).CopyTo(rows[(row * width)..]);
        }
    }
}
