using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [depth, columns] in panels (<see cref="PanelLayout"/>). Why: a kernel keeps the sums of one panel in
/// registers while it walks down the depth, reads memory in one direction in aligned registers, and has no remainder of
/// columns to treat. Cost: one copy when the model is compiled, and at most lanes − 1 columns of zeros.
/// </summary>
internal sealed class PackedMatrix
{
    private readonly AlignedBuffer _values;
    private readonly PanelLayout _layout;

    /// <param name="rowMajor">W [depth, columns], row by row.</param>
    /// <param name="columns">Columns of W, at least 1.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will read it.</param>
    public PackedMatrix(ReadOnlySpan<float> rowMajor, int columns, int lanes)
    {
        Columns = columns;
        _layout = PanelLayout.OfFloats(rowMajor.Length / columns, columns, lanes);
        _values = AlignedBuffer.Uninitialized(_layout.Length);
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

    /// <summary>The columns of a strip, and zeros in its padding.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Pack(ReadOnlySpan<float> rowMajor, PanelStrip strip)
    {
        var filled = Math.Clamp(Columns - strip.FirstColumn, 0, strip.Width);
        for (var row = 0; row < Depth; row++)
        {
            var target = _values.Slice(strip.Offset + (row * strip.Width), strip.Width);
            rowMajor.Slice((row * Columns) + Math.Min(strip.FirstColumn, Columns), filled).CopyTo(target);
            target[filled..].Clear();
        }
    }
}
