using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// Y = start + X · W for a few rows, with W in panels. Four rows by three or four registers at a time, so that each
/// register of W that is loaded serves four multiply-adds. The order of the sums is that of
/// <see cref="MatrixVector"/>: a row has the same bits here and there.
/// </summary>
internal static class MatrixProduct
{
    private const int RowBlock = 4;

    /// <param name="left">
    /// [rows, depth]: X, its rows <paramref name="leftStride"/> floats apart; rows may overlap.
    /// </param>
    /// <param name="leftStride">Floats from a row of X to the next.</param>
    /// <param name="rows">Rows of X and Y.</param>
    /// <param name="weights">W [depth, columns].</param>
    /// <param name="start">
    /// [padded columns] for all rows, or [rows, padded columns]: what the sums begin with. May be the memory of
    /// <paramref name="output"/>.
    /// </param>
    /// <param name="startStride">
    /// Floats from the start of a row to that of the next; 0 where all rows share one.
    /// </param>
    /// <param name="output">[rows, padded columns]: receives Y.</param>
    /// <param name="direction">The order in which the products are added.</param>
    /// <param name="outputStride">
    /// Floats from a row of Y to the next, at least the padded columns; 0 for so many. What is between stays as it is.
    /// </param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        in Panels weights,
        ReadOnlySpan<float> start,
        int startStride,
        Span<float> output,
        Direction direction = Direction.Forward,
        int outputStride = 0)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (depth, stored) = (weights.Layout.Depth, weights.Layout.StoredColumns);
        var columns = PanelLayout.RoundUp(stored, TSimd.Lanes);
        Debug.Assert(weights.Layout.Lanes == TSimd.Lanes && weights.Layout.PanelVectors == PanelWidth.Maximum);
        Debug.Assert(weights.Values.Length == weights.Layout.Length);
        Debug.Assert(rows == 0 || left.Length >= ((rows - 1) * leftStride) + depth);
        outputStride = outputStride == 0 ? columns : outputStride;
        Debug.Assert(outputStride >= columns && output.Length >= rows * outputStride);

        // Three rows take less time as a block of four that computes the last one twice than one by one.
        var rest = rows % RowBlock;
        var blocked = rest == RowBlock - 1 ? rows : rows - rest;
        for (var column = 0; column < stored && blocked > 0;)
        {
            var width = Math.Min(stored - column, PanelWidth.Maximum * TSimd.Lanes);
            var panel = weights.Values.Slice(column * depth, width * depth);
            for (var row = 0; row < blocked; row += RowBlock)
            {
                var sizes = new Sizes(
                    (nuint)depth,
                    (nuint)leftStride,
                    (nuint)width,
                    (nuint)startStride,
                    (nuint)outputStride,
                    direction == Direction.Forward ? 1 : -1,
                    (nuint)Math.Min(RowBlock, blocked - row) - 1);
                RowsByPanel<TSimd, TVector>(
                    left[(row * leftStride)..],
                    panel,
                    start[((row * startStride) + column)..],
                    output[((row * outputStride) + column)..],
                    sizes);
            }

            column += width;
        }

        for (var row = blocked; row < rows; row++)
        {
            MatrixVector.Multiply<TSimd, TVector>(
                left.Slice(row * leftStride, depth),
                weights,
                start.Slice(row * startStride, columns),
                output.Slice(row * outputStride, columns),
                direction);
        }
    }

    /// <summary>Registers of columns at most: sixteen sums where there are 32 registers, else twelve.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int VectorBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => IsAvx512<TSimd, TVector>() ? 4 : 3;

    /// <summary>The one instruction set here that has half registers in its panels and 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAvx512<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Lanes == 16;

    /// <summary>
    /// Four rows by one panel. Where there are registers for four sums more, half a register at the end of the panel
    /// belongs to the block before it: by itself it waits for the latency of its sums.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void RowsByPanel<TSimd, TVector>(
        ReadOnlySpan<float> rows,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> start,
        Span<float> output,
        in Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var x = ref MemoryMarshal.GetReference(rows);
        ref var w = ref MemoryMarshal.GetReference(panel);
        ref var from = ref MemoryMarshal.GetReference(start);
        ref var to = ref MemoryMarshal.GetReference(output);
        var whole = (int)sizes.PanelWidth / TSimd.Lanes;
        var rowLength = whole * TSimd.Lanes;
        var hasTail = (int)sizes.PanelWidth > rowLength;
        ref var tail = ref Unsafe.Add(ref w, sizes.Depth * (nuint)rowLength);
        var column = 0;
        foreach (var vectors in new EvenBlocks(whole, VectorBlock<TSimd, TVector>()))
        {
            ref var fromColumn = ref Unsafe.Add(ref from, column);
            ref var toColumn = ref Unsafe.Add(ref to, column);
            ref var wColumn = ref Unsafe.Add(ref w, column);
            column += vectors * TSimd.Lanes;
            if (hasTail && column == rowLength && IsAvx512<TSimd, TVector>())
            {
                Block<TSimd, TVector, HalfTail>(
                    vectors, ref x, ref wColumn, rowLength, ref tail, ref fromColumn, ref toColumn, sizes);
                return;
            }

            Block<TSimd, TVector, NoTail>(
                vectors, ref x, ref wColumn, rowLength, ref tail, ref fromColumn, ref toColumn, sizes);
        }

        if (hasTail)
        {
            from = ref Unsafe.Add(ref from, rowLength);
            to = ref Unsafe.Add(ref to, rowLength);
            Block<TSimd, TVector, Width0, HalfTail>(ref x, ref w, 0, ref tail, ref from, ref to, sizes);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TTail>(
        int vectors,
        ref float x,
        ref float w,
        nint rowLength,
        ref float tail,
        ref float from,
        ref float to,
        in Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TTail : struct, IPanelTail
    {
        switch (vectors)
        {
            case 1:
                Block<TSimd, TVector, Width1, TTail>(ref x, ref w, rowLength, ref tail, ref from, ref to, sizes);
                break;
            case 2:
                Block<TSimd, TVector, Width2, TTail>(ref x, ref w, rowLength, ref tail, ref from, ref to, sizes);
                break;
            case 3:
                Block<TSimd, TVector, Width3, TTail>(ref x, ref w, rowLength, ref tail, ref from, ref to, sizes);
                break;
            default:
                Block<TSimd, TVector, Width4, TTail>(ref x, ref w, rowLength, ref tail, ref from, ref to, sizes);
                break;
        }
    }

    /// <summary>
    /// Four rows by up to four registers and, where there is one, half a register. sumRC belongs to row R and register
    /// C, halfR to row R and the half register; the rows of W are <paramref name="rowLength"/> floats apart, those of
    /// the half register, from <paramref name="tail"/>, half a register.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TWidth, TTail>(
        ref float x0, ref float w, nint rowLength, ref float tail, ref float from, ref float to, in Sizes sizes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
        where TTail : struct, IPanelTail
    {
        Load<TSimd, TVector, TWidth, TTail>(
            ref from,
            out var sum00,
            out var sum01,
            out var sum02,
            out var sum03,
            out var half0);
        Load<TSimd, TVector, TWidth, TTail>(
            ref Unsafe.Add(ref from, sizes.StartStride),
            out var sum10,
            out var sum11,
            out var sum12,
            out var sum13,
            out var half1);
        Load<TSimd, TVector, TWidth, TTail>(
            ref Unsafe.Add(ref from, 2 * sizes.StartStride),
            out var sum20,
            out var sum21,
            out var sum22,
            out var sum23,
            out var half2);
        Load<TSimd, TVector, TWidth, TTail>(
            ref Unsafe.Add(ref from, sizes.LastRow * sizes.StartStride),
            out var sum30,
            out var sum31,
            out var sum32,
            out var sum33,
            out var half3);

        if (sizes.Step < 0)
        {
            x0 = ref Unsafe.Add(ref x0, sizes.Depth - 1);
            w = ref Unsafe.Add(ref w, ((nint)sizes.Depth - 1) * rowLength);
            tail = ref Unsafe.Add(ref tail, ((nint)sizes.Depth - 1) * TSimd.Lanes / 2);
        }

        ref var x1 = ref Unsafe.Add(ref x0, sizes.LeftStride);
        ref var x2 = ref Unsafe.Add(ref x1, sizes.LeftStride);
        ref var x3 = ref Unsafe.Add(ref x0, sizes.LastRow * sizes.LeftStride);
        var rowStep = sizes.Step * rowLength;
        var tailStep = sizes.Step * TSimd.Lanes / 2;
        nint k = 0;
        for (var left = sizes.Depth; left > 0; left--)
        {
            var w0 = TWidth.Vectors > 0 ? TSimd.Load(ref w, 0) : default;
            var w1 = TWidth.Vectors > 1 ? TSimd.Load(ref w, (nuint)TSimd.Lanes) : default;
            var w2 = TWidth.Vectors > 2 ? TSimd.Load(ref w, 2 * (nuint)TSimd.Lanes) : default;
            var w3 = TWidth.Vectors > 3 ? TSimd.Load(ref w, 3 * (nuint)TSimd.Lanes) : default;
            var wHalf = TTail.IsHalfRegister ? TSimd.LoadHalf(ref tail, 0) : default;

            var x = TSimd.Broadcast(Unsafe.Add(ref x0, k));
            if (TWidth.Vectors > 0) sum00 = TSimd.MultiplyAdd(x, w0, sum00);
            if (TWidth.Vectors > 1) sum01 = TSimd.MultiplyAdd(x, w1, sum01);
            if (TWidth.Vectors > 2) sum02 = TSimd.MultiplyAdd(x, w2, sum02);
            if (TWidth.Vectors > 3) sum03 = TSimd.MultiplyAdd(x, w3, sum03);
            if (TTail.IsHalfRegister) half0 = TSimd.MultiplyAdd(x, wHalf, half0);

            x = TSimd.Broadcast(Unsafe.Add(ref x1, k));
            if (TWidth.Vectors > 0) sum10 = TSimd.MultiplyAdd(x, w0, sum10);
            if (TWidth.Vectors > 1) sum11 = TSimd.MultiplyAdd(x, w1, sum11);
            if (TWidth.Vectors > 2) sum12 = TSimd.MultiplyAdd(x, w2, sum12);
            if (TWidth.Vectors > 3) sum13 = TSimd.MultiplyAdd(x, w3, sum13);
            if (TTail.IsHalfRegister) half1 = TSimd.MultiplyAdd(x, wHalf, half1);

            x = TSimd.Broadcast(Unsafe.Add(ref x2, k));
            if (TWidth.Vectors > 0) sum20 = TSimd.MultiplyAdd(x, w0, sum20);
            if (TWidth.Vectors > 1) sum21 = TSimd.MultiplyAdd(x, w1, sum21);
            if (TWidth.Vectors > 2) sum22 = TSimd.MultiplyAdd(x, w2, sum22);
            if (TWidth.Vectors > 3) sum23 = TSimd.MultiplyAdd(x, w3, sum23);
            if (TTail.IsHalfRegister) half2 = TSimd.MultiplyAdd(x, wHalf, half2);

            x = TSimd.Broadcast(Unsafe.Add(ref x3, k));
            if (TWidth.Vectors > 0) sum30 = TSimd.MultiplyAdd(x, w0, sum30);
            if (TWidth.Vectors > 1) sum31 = TSimd.MultiplyAdd(x, w1, sum31);
            if (TWidth.Vectors > 2) sum32 = TSimd.MultiplyAdd(x, w2, sum32);
            if (TWidth.Vectors > 3) sum33 = TSimd.MultiplyAdd(x, w3, sum33);
            if (TTail.IsHalfRegister) half3 = TSimd.MultiplyAdd(x, wHalf, half3);

            w = ref Unsafe.Add(ref w, rowStep);
            tail = ref Unsafe.Add(ref tail, tailStep);
            k += sizes.Step;
        }

        Store<TSimd, TVector, TWidth, TTail>(
            sum00, sum01, sum02, sum03, half0, ref to);
        Store<TSimd, TVector, TWidth, TTail>(
            sum10, sum11, sum12, sum13, half1, ref Unsafe.Add(ref to, sizes.OutputStride));
        Store<TSimd, TVector, TWidth, TTail>(
            sum20, sum21, sum22, sum23, half2, ref Unsafe.Add(ref to, 2 * sizes.OutputStride));
        Store<TSimd, TVector, TWidth, TTail>(
            sum30, sum31, sum32, sum33, half3, ref Unsafe.Add(ref to, sizes.LastRow * sizes.OutputStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TSimd, TVector, TWidth, TTail>(
        ref float from,
        out TVector vector0,
        out TVector vector1,
        out TVector vector2,
        out TVector vector3,
        out TVector half)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
        where TTail : struct, IPanelTail
    {
        vector0 = TWidth.Vectors > 0 ? TSimd.Load(ref from, 0) : default;
        vector1 = TWidth.Vectors > 1 ? TSimd.Load(ref from, (nuint)TSimd.Lanes) : default;
        vector2 = TWidth.Vectors > 2 ? TSimd.Load(ref from, 2 * (nuint)TSimd.Lanes) : default;
        vector3 = TWidth.Vectors > 3 ? TSimd.Load(ref from, 3 * (nuint)TSimd.Lanes) : default;
        half = TTail.IsHalfRegister ? TSimd.Load(ref from, (nuint)(TWidth.Vectors * TSimd.Lanes)) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector, TWidth, TTail>(
        TVector sum0, TVector sum1, TVector sum2, TVector sum3, TVector half, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
        where TTail : struct, IPanelTail
    {
        if (TWidth.Vectors > 0) TSimd.Store(sum0, ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, (nuint)TSimd.Lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, 2 * (nuint)TSimd.Lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, 3 * (nuint)TSimd.Lanes);
        if (TTail.IsHalfRegister) TSimd.Store(half, ref to, (nuint)(TWidth.Vectors * TSimd.Lanes));
    }

    /// <summary>
    /// LastRow is 3, or 2 where a block has three rows. Handed on by reference: its copies took 2 to 3 % of a batch of
    /// a network of 32 hidden units.
    /// </summary>
    private readonly record struct Sizes(
        nuint Depth,
        nuint LeftStride,
        nuint PanelWidth,
        nuint StartStride,
        nuint OutputStride,
        nint Step,
        nuint LastRow);
}
