using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>The input layer from a table: a sum of rows.</summary>
internal sealed class ProjectedInputLayer<TSimd, TVector>(PackedHiddenLayer layer, ProjectedEmbeddings table) : InputLayer<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _window = table.Window;
    private readonly int _stride = table.Stride;

    [MethodImpl(HotPath.Compiled)]
    public override void AddContext(ReadOnlySpan<int> rows, int length, Span<float> sums, InputWorkspace scratch)
    {
        for (var t = 0; t < length; t++)
        {
            AddRows(rows.Slice(t, _window - 1), sums.Slice(t * _stride, _stride));
        }
    }

    [MethodImpl(HotPath.Compiled)]
    public override void AddContextPerWindow(ReadOnlySpan<int> windows, Span<float> sums, InputWorkspace scratch)
    {
        for (var i = 0; i * _window < windows.Length; i++)
        {
            AddRows(windows.Slice(i * _window, _window - 1), sums.Slice(i * _stride, _stride));
        }
    }

    public override void ProjectLookahead(ReadOnlySpan<int> newest, InputWorkspace scratch)
    {
    }

    [MethodImpl(HotPath.Compiled)]
    public override ReadOnlySpan<float> Newest(int row, int t, InputWorkspace scratch) => table.Row(row, _window - 1);

    /// <inheritdoc/>
    /// <remarks>Whole sentences do not do it, since they add up the rows of all their steps at once: 1009 ns a word with it and without.</remarks>
    [MethodImpl(HotPath.Compiled)]
    public override void Prefetch(int row)
    {
        if (table.ExceedsCache)
        {
            Memory.Prefetch.ToSecondLevel(table.RowsOf(row));
        }
    }

    private void AddRows(ReadOnlySpan<int> words, Span<float> sums) =>
        RowSum.Add<TSimd, TVector>(table.Rows, _window, words, layer.Bias, sums);
}
