using FastElman.Packing;

namespace FastElman.Tests.Packing;

public sealed class BlockSparseMatrixTests
{
    private const int Depth = 5, Columns = 40;

    [Fact]
    public void The_block_with_the_fewest_rows_of_zeros_decides_how_many_are_kept()
    {
        var w = new float[Depth * Columns];
        w[(1 * Columns) + 0] = 1;
        w[(4 * Columns) + 15] = 1;
        w[(2 * Columns) + 39] = 1;
        Assert.Equal(2, BlockSparseMatrix.PiecesOf(w, Columns));

        w[(0 * Columns) + 39] = 1;
        w[(3 * Columns) + 32] = float.NaN;
        Assert.Equal(3, BlockSparseMatrix.PiecesOf(w, Columns));
    }

    [Fact]
    public void Zeros_of_either_sign_are_left_out_and_the_smallest_number_is_not()
    {
        var w = new float[Depth * Columns];
        w.AsSpan().Fill(-0f);
        Assert.Equal(0, BlockSparseMatrix.PiecesOf(w, Columns));

        w[^1] = float.Epsilon;
        Assert.Equal(1, BlockSparseMatrix.PiecesOf(w, Columns));
    }

    [Fact]
    public void Weights_stand_in_the_order_of_their_rows()
    {
        var w = new float[Depth * 16];
        w.AsSpan(1 * 16, 16).Fill(1);
        w.AsSpan(3 * 16, 16).Fill(3);
        var panels = new BlockSparseMatrix(w, columns: 16, lanes: 16, paddedColumns: 16).Panels;
        Assert.Equal([1, 3], panels.Rows[..2].ToArray());
        Assert.Equal([.. Enumerable.Repeat(1f, 16), .. Enumerable.Repeat(3f, 16)], panels.Values.ToArray());
    }
}
