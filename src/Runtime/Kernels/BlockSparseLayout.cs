using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// How a block-sparse matrix W [rows, columns] lies in memory: the one place that knows. The columns are cut into
/// blocks, and a piece is one row of a block. Pieces of zeros are left out. Every block keeps the same number of
/// pieces, in the order of their rows. The blocks of a panel are interleaved: piece after piece, and for each of these
/// block after block, so that a kernel has as many independent sums as a panel has registers.
/// </summary>
internal readonly record struct BlockSparseLayout
{
    /// <summary>
    /// Columns in a block. Training prunes in the same blocks, whatever processor will run the network: one register of
    /// AVX-512, two of AVX2, four of 128 bits.
    /// </summary>
    public const int BlockColumns = 16;

    /// <summary>Rows that the type of a row's number can tell apart.</summary>
    public const int MostRows = ushort.MaxValue + 1;

    private BlockSparseLayout(int pieces, int paddedColumns, int blockColumns, int panelBlocks)
    {
        Pieces = pieces;
        PaddedColumns = paddedColumns;
        BlockWidth = blockColumns;
        PanelBlocks = panelBlocks;
    }

    /// <summary>Pieces in each block.</summary>
    public int Pieces { get; }

    /// <summary>Columns of a product with W: a multiple of the lanes.</summary>
    public int PaddedColumns { get; }

    /// <summary>Columns of a block here: those that a scalar kernel has sums for are fewer.</summary>
    public int BlockWidth { get; }

    /// <summary>Blocks in the largest panel.</summary>
    public int PanelBlocks { get; }

    /// <summary>Blocks of columns; the last may be narrower than the others.</summary>
    public int Blocks => (PaddedColumns + BlockWidth - 1) / BlockWidth;

    /// <summary>Floats in memory.</summary>
    public int Length => checked(Pieces * PaddedColumns);

    /// <summary>Numbers of rows in memory: kernels read four at a time, and three may lie behind the last.</summary>
    public int RowCount => checked((Pieces * Blocks) + 3);

    /// <param name="pieces">Pieces in each block.</param>
    /// <param name="paddedColumns">Columns of W and of the product, padded to whole registers.</param>
    /// <param name="lanes">Floats in a register.</param>
    public static BlockSparseLayout Of(int pieces, int paddedColumns, int lanes)
    {
        var width = WidthOf(lanes);
        return new BlockSparseLayout(pieces, paddedColumns, width, PanelWidth.Maximum * lanes / width);
    }

    /// <summary>Columns of a block for registers of so many lanes.</summary>
    public static int WidthOf(int lanes) => Math.Min(BlockColumns, lanes * RegistersPerBlock(lanes));

    /// <summary>
    /// Registers of a block: those of 16 columns, but a scalar kernel has no sums for more than eight.
    /// </summary>
    public static int RegistersPerBlock(int lanes) => lanes == 1 ? BlockColumns / 2 : BlockColumns / lanes;
}
