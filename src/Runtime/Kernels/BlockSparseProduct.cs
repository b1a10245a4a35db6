using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// Y = start + X · W for a few rows, with W block-sparse. Four rows at a time, so that each register of W that is
/// loaded serves four multiply-adds. The order of the sums is that of <see cref="BlockSparseVector"/>: a row has the
/// same bits here and there.
/// </summary>
internal static class BlockSparseProduct
{
    private const int RowBlock = 4;

    /// <param name="left">
    /// [rows, stride]: X, of which the first floats of a row count, one for each row of W.
    /// </param>
    /// <param name="weights">W.</param>
    /// <param name="sums">[rows, stride]: what Y begins with; receives Y. The stride is the padded columns.</param>
    /// <param name="direction">The order in which the products are added.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(
        ReadOnlySpan<float> left, in BlockSparsePanels weights, Span<float> sums, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var layout = weights.Layout;
        var stride = layout.PaddedColumns;
        var rows = sums.Length / stride;
        Debug.Assert(sums.Length % stride == 0 && left.Length >= sums.Length);
        Debug.Assert(weights.Values.Length == layout.Length && weights.Rows.Length == layout.RowCount);

        // Three rows take less time as a block of four that computes the last one twice than one by one.
        var rest = rows % RowBlock;
        var blocked = rest == RowBlock - 1 ? rows : rows - rest;
        for (var row = 0; row < blocked; row += RowBlock)
        {
            var sizes = new Sizes(
                stride,
                layout.Pieces,
                direction == Direction.Forward ? 1 : -1,
                (nint)(Math.Min(RowBlock, blocked - row) - 1) * stride);
            FourRows<TSimd, TVector>(left[(row * stride)..], weights, sums[(row * stride)..], sizes);
        }

        for (var row = blocked; row < rows; row++)
        {
            var sum = sums.Slice(row * stride, stride);
            BlockSparseVector.Multiply<TSimd, TVector, FloatProducts<TSimd, TVector>>(
                left.Slice(row * stride, stride), weights, sum, sum, direction);
        }
    }

    /// <summary>
    /// Registers of columns at a time: sixteen sums where there are 32 registers, else eight, which lie in one block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int VectorBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Lanes == 16 ? 4 : 2;

    [MethodImpl(HotPath.Compiled)]
    private static void FourRows<TSimd, TVector>(
        ReadOnlySpan<float> left, in BlockSparsePanels weights, Span<float> sums, Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var layout = weights.Layout;
        ref var x = ref MemoryMarshal.GetReference(left);
        ref var w = ref MemoryMarshal.GetReference(weights.Values);
        ref var rows = ref MemoryMarshal.GetReference(weights.Rows);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var perBlock = BlockSparseLayout.RegistersPerBlock(TSimd.Lanes);
        nint block = 0;
        foreach (var blocks in new EvenBlocks(layout.Blocks, layout.PanelBlocks))
        {
            var column = block * layout.BlockWidth;
            var width = Math.Min(blocks * layout.BlockWidth, layout.PaddedColumns - (int)column);
            var vectors = width / TSimd.Lanes;
            for (var register = 0; register < vectors; register += VectorBlock<TSimd, TVector>())
            {
                var first = column + (register * TSimd.Lanes);
                Block<TSimd, TVector>(
                    Math.Min(VectorBlock<TSimd, TVector>(), vectors - register),
                    ref x,
                    ref Unsafe.Add(ref w, (column * sizes.Pieces) + (register * TSimd.Lanes)),
                    width,
                    ref Unsafe.Add(ref rows, (block * sizes.Pieces) + (register / perBlock)),
                    blocks,
                    ref Unsafe.Add(ref to, first),
                    sizes);
            }

            block += blocks;
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector>(
        int vectors,
        ref float x,
        ref float w,
        nint weightStride,
        ref ushort rows,
        nint rowStride,
        ref float to,
        Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (vectors)
        {
            case 1:
                Block<TSimd, TVector, Width1>(ref x, ref w, weightStride, ref rows, rowStride, ref to, sizes);
                break;
            case 2:
                Block<TSimd, TVector, Width2>(ref x, ref w, weightStride, ref rows, rowStride, ref to, sizes);
                break;
            case 3:
                Block<TSimd, TVector, Width3>(ref x, ref w, weightStride, ref rows, rowStride, ref to, sizes);
                break;
            default:
                Block<TSimd, TVector, Width4>(ref x, ref w, weightStride, ref rows, rowStride, ref to, sizes);
                break;
        }
    }

    /// <summary>
    /// Four rows by up to four registers. sumRC belongs to row R and register C; from a piece to the next of the same
    /// block it is <paramref name="weightStride"/> floats, and <paramref name="rowStride"/> numbers of rows.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TWidth>(
        ref float x0,
        ref float w,
        nint weightStride,
        ref ushort rows,
        nint rowStride,
        ref float to,
        Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        var registers = BlockSparseLayout.RegistersPerBlock(TSimd.Lanes);
        ref var to1 = ref Unsafe.Add(ref to, sizes.Stride);
        ref var to2 = ref Unsafe.Add(ref to1, sizes.Stride);
        ref var to3 = ref Unsafe.Add(ref to, sizes.LastRow);
        var sum00 = TSimd.Load(ref to, 0);
        var sum01 = TWidth.Vectors > 1 ? TSimd.Load(ref to, lanes) : default;
        var sum02 = TWidth.Vectors > 2 ? TSimd.Load(ref to, 2 * lanes) : default;
        var sum03 = TWidth.Vectors > 3 ? TSimd.Load(ref to, 3 * lanes) : default;
        var sum10 = TSimd.Load(ref to1, 0);
        var sum11 = TWidth.Vectors > 1 ? TSimd.Load(ref to1, lanes) : default;
        var sum12 = TWidth.Vectors > 2 ? TSimd.Load(ref to1, 2 * lanes) : default;
        var sum13 = TWidth.Vectors > 3 ? TSimd.Load(ref to1, 3 * lanes) : default;
        var sum20 = TSimd.Load(ref to2, 0);
        var sum21 = TWidth.Vectors > 1 ? TSimd.Load(ref to2, lanes) : default;
        var sum22 = TWidth.Vectors > 2 ? TSimd.Load(ref to2, 2 * lanes) : default;
        var sum23 = TWidth.Vectors > 3 ? TSimd.Load(ref to2, 3 * lanes) : default;
        var sum30 = TSimd.Load(ref to3, 0);
        var sum31 = TWidth.Vectors > 1 ? TSimd.Load(ref to3, lanes) : default;
        var sum32 = TWidth.Vectors > 2 ? TSimd.Load(ref to3, 2 * lanes) : default;
        var sum33 = TWidth.Vectors > 3 ? TSimd.Load(ref to3, 3 * lanes) : default;
        if (sizes.Step < 0)
        {
            w = ref Unsafe.Add(ref w, (sizes.Pieces - 1) * weightStride);
            rows = ref Unsafe.Add(ref rows, (sizes.Pieces - 1) * rowStride);
        }

        ref var x1 = ref Unsafe.Add(ref x0, sizes.Stride);
        ref var x2 = ref Unsafe.Add(ref x1, sizes.Stride);
        ref var x3 = ref Unsafe.Add(ref x0, sizes.LastRow);
        var weightStep = sizes.Step * weightStride;
        var rowStep = sizes.Step * rowStride;
        for (var left = sizes.Pieces; left > 0; left--)
        {
            var four = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref rows));
            nint at = (ushort)four;
            var weights = TSimd.Load(ref w, 0);
            sum00 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x0, at)), weights, sum00);
            sum10 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x1, at)), weights, sum10);
            sum20 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x2, at)), weights, sum20);
            sum30 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x3, at)), weights, sum30);

            if (TWidth.Vectors > 1)
            {
                if (1 % registers == 0) at = (ushort)(four >> (16 * (1 / registers)));
                weights = TSimd.Load(ref w, lanes);
                sum01 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x0, at)), weights, sum01);
                sum11 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x1, at)), weights, sum11);
                sum21 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x2, at)), weights, sum21);
                sum31 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x3, at)), weights, sum31);
            }

            if (TWidth.Vectors > 2)
            {
                if (2 % registers == 0) at = (ushort)(four >> (16 * (2 / registers)));
                weights = TSimd.Load(ref w, 2 * lanes);
                sum02 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x0, at)), weights, sum02);
                sum12 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x1, at)), weights, sum12);
                sum22 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x2, at)), weights, sum22);
                sum32 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x3, at)), weights, sum32);
            }

            if (TWidth.Vectors > 3)
            {
                if (3 % registers == 0) at = (ushort)(four >> (16 * (3 / registers)));
                weights = TSimd.Load(ref w, 3 * lanes);
                sum03 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x0, at)), weights, sum03);
                sum13 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x1, at)), weights, sum13);
                sum23 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x2, at)), weights, sum23);
                sum33 = TSimd.MultiplyAdd(TSimd.Broadcast(Unsafe.Add(ref x3, at)), weights, sum33);
            }

            w = ref Unsafe.Add(ref w, weightStep);
            rows = ref Unsafe.Add(ref rows, rowStep);
        }

        TSimd.Store(sum00, ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum01, ref to, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum02, ref to, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum03, ref to, 3 * lanes);
        TSimd.Store(sum10, ref to1, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum11, ref to1, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum12, ref to1, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum13, ref to1, 3 * lanes);
        TSimd.Store(sum20, ref to2, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum21, ref to2, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum22, ref to2, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum23, ref to2, 3 * lanes);
        TSimd.Store(sum30, ref to3, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum31, ref to3, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum32, ref to3, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum33, ref to3, 3 * lanes);
    }

    /// <summary>
    /// Stride: floats from a row of X or Y to the next. LastRow: floats from the first row to the last, of which a
    /// block has four or three.
    /// </summary>
    private readonly record struct Sizes(nint Stride, nint Pieces, nint Step, nint LastRow);
}
