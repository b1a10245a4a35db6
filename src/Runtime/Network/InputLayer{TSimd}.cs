using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// x_t·wx + bh in two parts: the context, which is the words at all places of the window but the last, and the
/// look-ahead, which is the newest word at the last place. Why two: a live stream computes the context before its
/// next word is there. Each part is read from the table of projected embeddings, or is a product with wx where that
/// table would be too large.
/// </summary>
/// <remarks>
/// A value, not an object: each object on the way of a word is one more cache line that displaces weights. A branch
/// on the table instead of two classes, because it always goes the same way and is cheaper than a virtual call.
/// </remarks>
internal readonly struct InputLayer<TSimd, TVector>(PackedHiddenLayer layer)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ProjectedEmbeddings? _table = layer.Projection;
    private readonly int _window = layer.Shape.WindowSize;
    private readonly int _embedding = layer.Shape.EmbeddingSize;
    private readonly int _stride = layer.Stride;

    /// <summary>sums = bh + context, for n windows, at least one.</summary>
    /// <param name="rows">
    /// Embedding rows. The window of row i of <paramref name="sums"/> begins at i · <paramref name="distance"/>. The
    /// last place of the last window may be missing.
    /// </param>
    /// <param name="distance">
    /// 1 for successive time steps of one sentence, whose windows overlap; the window size for different sentences.
    /// </param>
    /// <param name="sums">[n, stride]: receives the sums.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void SumContext(ReadOnlySpan<int> rows, int distance, Span<float> sums, StepWorkspace workspace)
    {
        Debug.Assert(!sums.IsEmpty && sums.Length % _stride == 0);
        var context = _window - 1;
        if (_table is null)
        {
            var steps = sums.Length / _stride;
            var covered = rows[..(((steps - 1) * distance) + context)];
            Gather.Rows(layer.Embeddings, _embedding, covered, workspace.Window);
            Multiply(workspace.Window, distance * _embedding, steps, layer.ContextWeights!, layer.Bias, sums);
            return;
        }

        for (int at = 0, first = 0; at < sums.Length; at += _stride, first += distance)
        {
            RowSum.Add<TSimd, TVector>(
                _table.Rows, _window, rows.Slice(first, context), layer.Bias, sums.Slice(at, _stride));
        }
    }

    /// <summary>Computes the look-aheads of n rows, where they are not in the table.</summary>
    /// <param name="newest">[n]: the embedding rows of the newest words.</param>
    /// <param name="workspace">Receives them; scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void ProjectLookahead(ReadOnlySpan<int> newest, StepWorkspace workspace)
    {
        if (_table is null)
        {
            Gather.Rows(layer.Embeddings, _embedding, newest, workspace.Window);
            Multiply(
                workspace.Window, _embedding, newest.Length, layer.LookaheadWeights!, layer.Zeros, workspace.Lookahead);
        }
    }

    /// <summary>The look-ahead of one row [stride], after <see cref="ProjectLookahead"/>.</summary>
    /// <param name="newest">The embedding row of its newest word.</param>
    /// <param name="row">Its place among the rows that were projected.</param>
    /// <param name="workspace">The workspace that holds them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Lookahead(int newest, int row, StepWorkspace workspace) =>
        _table is not null ? _table.Row(newest, _window - 1) : workspace.Lookahead.Slice(row * _stride, _stride);

    /// <summary>
    /// Prefetches the table's rows of a word at all places of the window, which the next steps need, where the table
    /// exceeds the cache. Whole sentences gain nothing by it, since they add the rows of all their steps at once:
    /// 1009 ns a word with it and without.
    /// </summary>
    /// <param name="newest">The embedding row of the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int newest)
    {
        if (_table is { ExceedsCache: true })
        {
            Memory.Prefetch.ToSecondLevel(_table.RowsOf(newest));
        }
    }

    /// <summary>output [rows, stride] = start [stride] + left [rows, depth] · weights.</summary>
    private static void Multiply(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        PackedMatrix weights,
        ReadOnlySpan<float> start,
        Span<float> output) =>
        MatrixProduct.Multiply<TSimd, TVector>(left, leftStride, rows, weights.Panels, start, 0, output);
}
