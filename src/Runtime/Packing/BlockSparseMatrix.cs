using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [rows, columns] without its pieces of zeros (<see cref="BlockSparseLayout"/>). Why: what is zero need not
/// be read, and adding it changes no bit. Cost: two bytes for each piece of 16 weights, and that an element of the left
/// side has to be found for each piece; hence only where enough is left out.
/// </summary>
internal sealed class BlockSparseMatrix
{
    private readonly AlignedBuffer _values;
    private readonly ushort[] _rows;
    private readonly BlockSparseLayout _layout;

    /// <param name="rowMajor">
    /// W [rows, columns], row by row; for integers a group of rows in the bits of a float.
    /// </param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will read it.</param>
    /// <param name="paddedColumns">Columns of a product with W, a multiple of the lanes.</param>
    public BlockSparseMatrix(ReadOnlySpan<float> rowMajor, int columns, int lanes, int paddedColumns)
    {
        var pieces = PiecesOf(rowMajor, columns, BlockSparseLayout.WidthOf(lanes));
        _layout = BlockSparseLayout.Of(pieces, paddedColumns, lanes);
        _values = new AlignedBuffer(_layout.Length);
        _rows = new ushort[_layout.RowCount];
        var block = 0;
        foreach (var blocks in new EvenBlocks(_layout.Blocks, _layout.PanelBlocks))
        {
            for (var i = 0; i < blocks; i++)
            {
                Pack(rowMajor, columns, block + i, i, blocks);
            }

            block += blocks;
        }
    }

    /// <summary>W as the kernels take it.</summary>
    public BlockSparsePanels Panels
    {
        [MethodImpl(HotPath.Inlined)]
        get => new(_values.Span, _rows, _layout);
    }

    /// <summary>
    /// The number of pieces that each block has to keep: that of the block with the fewest zeros.
    /// </summary>
    /// <param name="rowMajor">W [rows, columns].</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="width">Columns of a block.</param>
    [MethodImpl(HotPath.Compiled)]
    public static int PiecesOf(
        ReadOnlySpan<float> rowMajor, int columns, int width = BlockSparseLayout.BlockColumns)
    {
        // No block keeps more pieces than there are rows: of a dense matrix one block tells.
        var most = 0;
        for (var column = 0; column < columns && most * columns < rowMajor.Length; column += width)
        {
            var pieces = 0;
            for (var at = column; at < rowMajor.Length; at += columns)
            {
                pieces += IsZero(PieceAt(rowMajor, columns, column, width, at)) ? 0 : 1;
            }

            most = Math.Max(most, pieces);
        }

        return most;
    }

    /// <summary>
    /// A block with fewer pieces than others is filled up with zeros, which belong to the first row.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private void Pack(ReadOnlySpan<float> rowMajor, int columns, int block, int place, int blocks)
    {
        var (column, width) = (block * _layout.BlockWidth, _layout.BlockWidth);
        var panelColumn = column - (place * width);
        var panelWidth = Math.Min(blocks * width, _layout.PaddedColumns - panelColumn);
        var (piece, row) = (0, 0);
        for (var at = column; at < rowMajor.Length && column < columns; at += columns, row++)
        {
            var values = PieceAt(rowMajor, columns, column, width, at);
            if (!IsZero(values))
            {
                values.CopyTo(
                    _values.Span[((panelColumn * _layout.Pieces) + (piece * panelWidth) + (place * width))..]);
                _rows[((block - place) * _layout.Pieces) + (piece * blocks) + place] = (ushort)row;
                piece++;
            }
        }
    }

    [MethodImpl(HotPath.Inlined)]
    private static ReadOnlySpan<float> PieceAt(
        ReadOnlySpan<float> rowMajor, int columns, int column, int width, int at) =>
        rowMajor.Slice(at, Math.Min(width, columns - column));

    /// <summary>Nearly every piece of most networks is told by its first weight.</summary>
    [MethodImpl(HotPath.Inlined)]
    private static bool IsZero(ReadOnlySpan<float> values) => values[0] == 0f && !values.ContainsAnyExcept(0f);
}
