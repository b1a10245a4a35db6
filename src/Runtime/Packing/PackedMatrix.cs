using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [depth, columns] in panels (<see cref="PanelLayout"/>). Why: a kernel keeps the sums of one panel in
/// registers while it walks down the depth, reads memory strictly forward in aligned registers, and has no remainder of
/// columns to treat. Cost: one copy when the model is compiled, and at most lanes − 1 columns of zeros.
/// </summary>
internal sealed class PackedMatrix
{
    private readonly AlignedBuffer _values;
    private readonly PanelLayout _layout;

    /// <param name="rowMajor">W [depth, columns], row by row.</param>
    /// <param name="columns">Columns of W, at least 1.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will read it.</param>
    /// <param name="width">Columns to pad to before the padding to registers; 0 for none.</param>
    public PackedMatrix(ReadOnlySpan<float> rowMajor, int columns, int lanes, int width = 0)
    {
        Columns = columns;
        _layout = PanelLayout.OfFloats(rowMajor.Length / columns, Math.Max(width, columns), lanes);
        _values = new AlignedBuffer(_layout.Length);
        foreach (var strip in _layout.Strips)
        {
            Pack(rowMajor, strip);
        }
    }

    /// <summary>Rows of W.</summary>
    public int Depth => _layout.Depth;

    /// <summary>Columns of W.</summary>
    public int Columns { get; }

    /// <summary>Columns with the padding to whole registers: the length of a row of a product with W.</summary>
    public int PaddedColumns => _layout.PaddedColumns;

    /// <summary>W as the kernels take it.</summary>
    public Panels Panels
    {
        [MethodImpl(HotPath.Inlined)]
        get => new(_values.Span, _layout);
    }

    private void Pack(ReadOnlySpan<float> rowMajor, PanelStrip strip)
    {
        var filled = Math.Min(strip.Width, Columns - strip.FirstColumn);
        for (var row = 0; row < Depth && filled > 0; row++)
        {
            rowMajor.Slice((row * Columns) + strip.FirstColumn, filled)
                .CopyTo(_values.Span[(strip.Offset + (row * strip.Width))..]);
        }
    }
}
