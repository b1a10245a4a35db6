using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Inference;

/// <summary>
/// x_t·wx + bh in two parts, as every form of running the network computes it: what the words at all places of the window but the last
/// add, before the recurrence; and what the newest word adds, after it. So a live stream can have all else done when a word comes.
/// </summary>
internal sealed class InputLayer<TSimd, TVector>(PackedNetwork network)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _window = network.Shape.WindowSize;
    private readonly int _embedding = network.Shape.EmbeddingSize;
    private readonly int _stride = network.RecurrentWeights.PaddedColumns;

    /// <summary>sums [length, padded hidden] = bh + what the words at the places 0 to window − 2 add.</summary>
    /// <param name="rows">The embedding rows of the words [length + window − 1]; the window of step t begins at t. The last may be missing.</param>
    /// <param name="length">Time steps.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumEarlier(ReadOnlySpan<int> rows, int length, Span<float> sums, InputScratch scratch)
    {
        if (network.Projection is { } table)
        {
            for (var t = 0; t < length; t++)
            {
                AddRows(table, rows.Slice(t, _window - 1), sums.Slice(t * _stride, _stride));
            }

            return;
        }

        // The inputs overlap: each begins one embedding after the one before.
        Gather.Rows(network.Embeddings, _embedding, rows[..(length + _window - 2)], scratch.Window);
        var weights = network.EarlierInputWeights!;
        MatrixProduct.Multiply<TSimd, TVector>(
            scratch.Window, _embedding, length, weights.Depth, weights.Panels, network.HiddenBias, 0, _stride, sums);
    }

    /// <summary>The same for steps of different sentences.</summary>
    /// <param name="windows">The embedding rows of the words in each window [steps, window].</param>
    /// <param name="sums">Receives the sums [steps, padded hidden].</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumEarlierApart(ReadOnlySpan<int> windows, Span<float> sums, InputScratch scratch)
    {
        var earlier = _window - 1;
        var steps = windows.Length / _window;
        if (network.Projection is { } table)
        {
            for (var i = 0; i < steps; i++)
            {
                AddRows(table, windows.Slice(i * _window, earlier), sums.Slice(i * _stride, _stride));
            }

            return;
        }

        var width = earlier * _embedding;
        for (var i = 0; i < steps; i++)
        {
            Gather.Rows(network.Embeddings, _embedding, windows.Slice(i * _window, earlier), scratch.Window[(i * width)..]);
        }

        MatrixProduct.Multiply<TSimd, TVector>(
            scratch.Window, width, steps, width, network.EarlierInputWeights!.Panels, network.HiddenBias, 0, _stride, sums);
    }

    /// <summary>Computes what the newest words add, where it does not stand in a table.</summary>
    /// <param name="newest">The embedding rows of the newest words [length].</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ProjectNewest(ReadOnlySpan<int> newest, InputScratch scratch)
    {
        if (network.Projection is null)
        {
            var weights = network.NewestInputWeights!;
            Gather.Rows(network.Embeddings, _embedding, newest, scratch.Window);
            MatrixProduct.Multiply<TSimd, TVector>(
                scratch.Window, _embedding, newest.Length, _embedding, weights.Panels, network.Zeros, 0, _stride, scratch.Newest);
        }
    }

    /// <summary>What the newest word of step <paramref name="t"/> adds [padded hidden], once <see cref="ProjectNewest"/> was called.</summary>
    /// <param name="row">Its embedding row.</param>
    /// <param name="t">The step.</param>
    /// <param name="scratch">The memory that <see cref="ProjectNewest"/> was given.</param>
    public ReadOnlySpan<float> Newest(int row, int t, InputScratch scratch) =>
        network.Projection is { } table ? table.Row(row, _window - 1) : scratch.Newest.Slice(t * _stride, _stride);

    /// <summary>
    /// Asks for what a word adds at all places of the window, which the steps to come need. Nothing where the table is small, or there is none. Whole
    /// sentences do not do it, since they add up the rows of all their steps at once: 1009 ns a word with it and without.
    /// </summary>
    /// <param name="row">Its embedding row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prefetch(int row)
    {
        if (network.Projection is not { IsBeyondCaches: true } table)
        {
            return;
        }

        var rows = table.RowsOf(row);
        ref var first = ref MemoryMarshal.GetReference(rows);
        for (var i = 0; i < rows.Length; i += AlignedBuffer.Alignment / sizeof(float))
        {
            TSimd.Prefetch(ref Unsafe.Add(ref first, i));
        }
    }

    private void AddRows(ProjectedEmbeddings table, ReadOnlySpan<int> words, Span<float> sums) =>
        RowSum.Add<TSimd, TVector>(table.Rows, _window, words, network.HiddenBias, sums);
}
