using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// x_t·wx in two parts: the context, which are the words of the window up to the newest, and the look-ahead, which is
/// the newest word at the last place. Why two: a live stream computes the context before its next word is there. Each
/// part is the sum of projected rows, or where those have no budget a product with wx.
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
    private readonly WordRows<TSimd, TVector> _rows = new(layer);
    private readonly int _window = layer.Shape.WindowSize;
    private readonly int _embedding = layer.Shape.EmbeddingSize;
    private readonly int _stride = layer.Stride;

    /// <summary>
    /// sums = bh + context, for n successive time steps of one sentence, at least one. Computes their look-aheads too.
    /// </summary>
    /// <param name="rows">[n + window − 1]: the embedding rows of the words that the windows cover together.</param>
    /// <param name="sums">[n, stride]: receives the sums.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void SumSentence(ReadOnlySpan<int> rows, Span<float> sums, StepWorkspace workspace)
    {
        var context = _window - 1;
        var steps = rows.Length - context;
        Debug.Assert(steps > 0 && sums.Length == steps * _stride);
        if (_table is null)
        {
            GatherEmbeddings(rows[..^1], workspace);
            Multiply(workspace.Window, _embedding, steps, layer.ContextWeights!, layer.Bias, sums);
            MultiplyLookahead(rows[context..], workspace);
            return;
        }

        var words = workspace.RowAddresses[..rows.Length];
        _rows.Locate(rows, words, workspace);
        RowSum.Add<TSimd, TVector>(words[..^1], _stride, context, layer.Bias, sums);
    }

    /// <summary>sums = bh + context, for n windows of different sentences, at least one.</summary>
    /// <param name="windows">
    /// [n, window]: the embedding rows of the words in each window. The last of a window is not used.
    /// </param>
    /// <param name="sums">[n, stride]: receives the sums.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void SumWindows(ReadOnlySpan<int> windows, Span<float> sums, StepWorkspace workspace)
    {
        Debug.Assert(!sums.IsEmpty && sums.Length % _stride == 0);
        var context = _window - 1;
        var steps = sums.Length / _stride;
        if (_table is null)
        {
            var covered = windows[..(((steps - 1) * _window) + context)];
            GatherEmbeddings(covered, workspace);
            Multiply(workspace.Window, _window * _embedding, steps, layer.ContextWeights!, layer.Bias, sums);
            return;
        }

        var addresses = workspace.RowAddresses[..context];
        for (var i = 0; i < steps; i++)
        {
            var words = windows.Slice(i * _window, context);
            if (!_rows.TryFind(words, addresses))
            {
                _rows.LocateInWindow(words, addresses, workspace);
            }

            RowSum.Add<TSimd, TVector>(addresses, _stride, context, layer.Bias, sums.Slice(i * _stride, _stride));
        }
    }

    /// <summary>Computes the look-aheads of n windows of different sentences, where they are products.</summary>
    /// <param name="newest">[n]: the embedding rows of the newest words.</param>
    /// <param name="workspace">Receives them; scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void ProjectLookahead(ReadOnlySpan<int> newest, StepWorkspace workspace)
    {
        if (_table is null)
        {
            MultiplyLookahead(newest, workspace);
        }
    }

    /// <summary>The look-ahead of one window [stride], after <see cref="ProjectLookahead"/>.</summary>
    /// <param name="newest">The embedding row of its newest word.</param>
    /// <param name="row">Its place among the windows.</param>
    /// <param name="workspace">The workspace that holds the products.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Lookahead(int newest, int row, StepWorkspace workspace) =>
        _table is not null
            ? RowAt(_rows.LocateNewest(newest, workspace))
            : workspace.Lookahead.Slice(row * _stride, _stride);

    /// <summary>The look-ahead of a time step [stride], after <see cref="SumSentence"/>.</summary>
    /// <param name="step">The time step among those.</param>
    /// <param name="workspace">The workspace that holds them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> LookaheadInSentence(int step, StepWorkspace workspace) =>
        _table is not null
            ? RowAt(_rows.At(workspace.RowAddresses[step + _window - 1], _window - 1))
            : workspace.Lookahead.Slice(step * _stride, _stride);

    /// <summary>Projects all words, where there is room for them.</summary>
    /// <param name="workspace">Scratch memory.</param>
    public void ProjectVocabulary(StepWorkspace workspace)
    {
        for (var word = 0; word < _table?.Capacity && _table.HasRoomForAll; word++)
        {
            _rows.LocateNewest(word, workspace);
        }
    }

    /// <summary>
    /// Prefetches the rows of a word for all places of the window, which the next steps need. One stream alone has
    /// nothing else to do while they come: 0.89 to 0.93 (32 hidden units), 0.89 (100) and 0.97 to 1.00 (200) of a step
    /// (Zen 5, table of 0.6 to 3.3 MB). Several windows gain only where the table exceeds the cache. Whole sentences
    /// gain nothing, since they add the rows of all their steps at once: 1009 ns a word with it and without.
    /// </summary>
    /// <param name="newest">The embedding row of the word.</param>
    /// <param name="isAlone">Whether it is that of the only window of this time step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int newest, bool isAlone)
    {
        if (_table is not null && (isAlone || _table.ExceedsCache) && _table.Find(newest) is var address and > 0)
        {
            Memory.Prefetch.ToSecondLevel(
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<float>((void*)address), _window * _stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe ReadOnlySpan<float> RowAt(nint address) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<float>((void*)address), _stride);

    [MethodImpl(HotPath.Compiled)]
    private void GatherEmbeddings(ReadOnlySpan<int> rows, StepWorkspace workspace)
    {
        if (workspace.UnknownWords is { } unknown)
        {
            unknown.Gather(layer.Embeddings, rows, workspace.Window);
            return;
        }

        Gather.Rows(layer.Embeddings, _embedding, rows, workspace.Window);
    }

    private void MultiplyLookahead(ReadOnlySpan<int> newest, StepWorkspace workspace)
    {
        GatherEmbeddings(newest, workspace);
        Multiply(
            workspace.Window, _embedding, newest.Length, layer.LookaheadWeights!, layer.Zeros, workspace.Lookahead);
    }

    /// <summary>output [rows, stride] = start [stride] + left [rows, depth] · weights.</summary>
    private void Multiply(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        PackedMatrix weights,
        ReadOnlySpan<float> start,
        Span<float> output) =>
        MatrixProduct.Multiply<TSimd, TVector>(
            left, leftStride, rows, weights.Panels, start, 0, output, outputStride: _stride);
}
