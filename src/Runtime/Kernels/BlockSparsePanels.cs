namespace FastElman.Kernels;

/// <summary>A block-sparse matrix as kernels take it: its pieces, their rows, and how both lie.</summary>
/// <param name="values">[<see cref="BlockSparseLayout.Length"/>]: the pieces.</param>
/// <param name="rows">[<see cref="BlockSparseLayout.RowCount"/>]: the row of each piece.</param>
/// <param name="layout">How they lie.</param>
internal readonly ref struct BlockSparsePanels(
    ReadOnlySpan<float> values, ReadOnlySpan<ushort> rows, in BlockSparseLayout layout)
{
    /// <summary>[<see cref="BlockSparseLayout.Length"/>]: the pieces.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>[<see cref="BlockSparseLayout.RowCount"/>]: the row of each piece.</summary>
    public ReadOnlySpan<ushort> Rows { get; } = rows;

    /// <summary>How both lie.</summary>
    public BlockSparseLayout Layout { get; } = layout;
}
