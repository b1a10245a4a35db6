using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;
using static FastElman.Kernels.ReadingOrder;

namespace FastElman.Kernels;

/// <summary>
/// y = start + x · W for one row x, with W in panels (<see cref="PanelLayout"/>). Each element of y is one sum: it
/// begins with start and adds the products in the order of a <see cref="Direction"/>. That order is the same for every
/// instruction set and width of a panel.
/// </summary>
internal static class MatrixVector
{
    /// <param name="input">[depth]: x.</param>
    /// <param name="weights">W [depth, columns].</param>
    /// <param name="start">[padded columns]: what each sum begins with.</param>
    /// <param name="output">[padded columns]: receives y; may be the memory of <paramref name="start"/>.</param>
    /// <param name="direction">
    /// The order in which the products are added. Backward also reads the memory of W from its end to its beginning.
    /// </param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> input,
        in Panels weights,
        ReadOnlySpan<float> start,
        Span<float> output,
        Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(output.Length % TSimd.Lanes == 0 && start.Length == output.Length);

        var depth = input.Length;
        var columns = weights.Layout.StoredColumns;
        Debug.Assert(weights.Layout.Lanes == TSimd.Lanes && weights.Layout.PanelVectors == PanelWidth.Maximum);
        Debug.Assert(weights.Layout.Depth == depth && weights.Values.Length == weights.Layout.Length);
        Debug.Assert(weights.Layout.PaddedColumns == output.Length);
        var fullWidth = PanelWidth.Maximum * TSimd.Lanes;
        var last = (columns - 1) / fullWidth * fullWidth;
        ref var x = ref MemoryMarshal.GetReference(input);
        ref var w = ref MemoryMarshal.GetReference(weights.Values);
        ref var from = ref MemoryMarshal.GetReference(start);
        ref var to = ref MemoryMarshal.GetReference(output);
        var step = direction == Direction.Forward ? fullWidth : -fullWidth;
        for (var column = direction == Direction.Forward ? 0 : last; column >= 0 && column <= last; column += step)
        {
            var width = Math.Min(fullWidth, columns - column);
            ref var panel = ref Unsafe.Add(ref w, column * depth);
            ref var fromColumn = ref Unsafe.Add(ref from, column);
            ref var toColumn = ref Unsafe.Add(ref to, column);
            if (direction == Direction.Forward)
            {
                Panel<TSimd, TVector, Forward>(width, ref x, depth, ref panel, ref fromColumn, ref toColumn);
            }
            else
            {
                Panel<TSimd, TVector, Backward>(width, ref x, depth, ref panel, ref fromColumn, ref toColumn);
            }
        }
    }

    /// <summary>One panel.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TDirection>(
        int width, ref float x, nint depth, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TDirection : struct, IDirection
    {
        var vectors = width / TSimd.Lanes;
        if (vectors * TSimd.Lanes < width)
        {
            Panel<TSimd, TVector, TDirection, HalfTail>(vectors, ref x, depth, ref panel, ref from, ref to);
        }
        else
        {
            Panel<TSimd, TVector, TDirection, NoTail>(vectors, ref x, depth, ref panel, ref from, ref to);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TDirection, TTail>(
        int vectors, ref float x, nint depth, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TDirection : struct, IDirection
        where TTail : struct, IPanelTail
    {
        switch (vectors)
        {
            case 0:
                Panel<TSimd, TVector, TDirection, Width0, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 1:
                Panel<TSimd, TVector, TDirection, Width1, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 2:
                Panel<TSimd, TVector, TDirection, Width2, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 3:
                Panel<TSimd, TVector, TDirection, Width3, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 4:
                Panel<TSimd, TVector, TDirection, Width4, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 5:
                Panel<TSimd, TVector, TDirection, Width5, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 6:
                Panel<TSimd, TVector, TDirection, Width6, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 7:
                Panel<TSimd, TVector, TDirection, Width7, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 8:
                Panel<TSimd, TVector, TDirection, Width8, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 9:
                Panel<TSimd, TVector, TDirection, Width9, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 10:
                Panel<TSimd, TVector, TDirection, Width10, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 11:
                Panel<TSimd, TVector, TDirection, Width11, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            case 12:
                Panel<TSimd, TVector, TDirection, Width12, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
            default:
                Panel<TSimd, TVector, TDirection, Width13, TTail>(ref x, depth, ref panel, ref from, ref to);
                break;
        }
    }

    /// <summary>
    /// A panel of a width that the compiler knows: sum0 to sum12 in the order in which they are read, and half for a
    /// half register, each in a register.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TDirection, TWidth, TTail>(
        ref float x, nint depth, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TDirection : struct, IDirection
        where TWidth : struct, IPanelWidth
        where TTail : struct, IPanelTail
    {
        var width = (nuint)(TWidth.Vectors * TSimd.Lanes);
        var rowStep = TDirection.IsBackward ? -(nint)width : (nint)width;
        var tailStep = (TDirection.IsBackward ? -TSimd.Lanes : TSimd.Lanes) / 2;
        ref var tail = ref Unsafe.Add(ref panel, depth * (nint)width);
        if (TDirection.IsBackward)
        {
            x = ref Unsafe.Add(ref x, depth - 1);
            panel = ref Unsafe.Add(ref panel, (1 - depth) * rowStep);
            tail = ref Unsafe.Add(ref tail, (1 - depth) * tailStep);
        }

        var sum0 = TWidth.Vectors > 0 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(0)) : default;
        var sum1 = TWidth.Vectors > 1 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(1)) : default;
        var sum2 = TWidth.Vectors > 2 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(2)) : default;
        var sum3 = TWidth.Vectors > 3 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(3)) : default;
        var sum4 = TWidth.Vectors > 4 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(4)) : default;
        var sum5 = TWidth.Vectors > 5 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(5)) : default;
        var sum6 = TWidth.Vectors > 6 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(6)) : default;
        var sum7 = TWidth.Vectors > 7 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(7)) : default;
        var sum8 = TWidth.Vectors > 8 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(8)) : default;
        var sum9 = TWidth.Vectors > 9 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(9)) : default;
        var sum10 = TWidth.Vectors > 10 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(10)) : default;
        var sum11 = TWidth.Vectors > 11 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(11)) : default;
        var sum12 = TWidth.Vectors > 12 ? TSimd.Load(ref from, At<TSimd, TVector, TDirection, TWidth>(12)) : default;
        var half = TTail.IsHalfRegister ? TSimd.Load(ref from, width) : default;

        for (var left = depth; left > 0; left--)
        {
            var xk = TSimd.Broadcast(x);
            if (TWidth.Vectors > 0) sum0 = Add<TSimd, TVector, TDirection, TWidth>(0, xk, ref panel, sum0);
            if (TWidth.Vectors > 1) sum1 = Add<TSimd, TVector, TDirection, TWidth>(1, xk, ref panel, sum1);
            if (TWidth.Vectors > 2) sum2 = Add<TSimd, TVector, TDirection, TWidth>(2, xk, ref panel, sum2);
            if (TWidth.Vectors > 3) sum3 = Add<TSimd, TVector, TDirection, TWidth>(3, xk, ref panel, sum3);
            if (TWidth.Vectors > 4) sum4 = Add<TSimd, TVector, TDirection, TWidth>(4, xk, ref panel, sum4);
            if (TWidth.Vectors > 5) sum5 = Add<TSimd, TVector, TDirection, TWidth>(5, xk, ref panel, sum5);
            if (TWidth.Vectors > 6) sum6 = Add<TSimd, TVector, TDirection, TWidth>(6, xk, ref panel, sum6);
            if (TWidth.Vectors > 7) sum7 = Add<TSimd, TVector, TDirection, TWidth>(7, xk, ref panel, sum7);
            if (TWidth.Vectors > 8) sum8 = Add<TSimd, TVector, TDirection, TWidth>(8, xk, ref panel, sum8);
            if (TWidth.Vectors > 9) sum9 = Add<TSimd, TVector, TDirection, TWidth>(9, xk, ref panel, sum9);
            if (TWidth.Vectors > 10) sum10 = Add<TSimd, TVector, TDirection, TWidth>(10, xk, ref panel, sum10);
            if (TWidth.Vectors > 11) sum11 = Add<TSimd, TVector, TDirection, TWidth>(11, xk, ref panel, sum11);
            if (TWidth.Vectors > 12) sum12 = Add<TSimd, TVector, TDirection, TWidth>(12, xk, ref panel, sum12);
            if (TTail.IsHalfRegister) half = TSimd.MultiplyAdd(xk, TSimd.LoadHalf(ref tail, 0), half);
            x = ref Unsafe.Add(ref x, TDirection.IsBackward ? -1 : 1);
            panel = ref Unsafe.Add(ref panel, rowStep);
            tail = ref Unsafe.Add(ref tail, tailStep);
        }

        if (TWidth.Vectors > 0) TSimd.Store(sum0, ref to, At<TSimd, TVector, TDirection, TWidth>(0));
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, At<TSimd, TVector, TDirection, TWidth>(1));
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, At<TSimd, TVector, TDirection, TWidth>(2));
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, At<TSimd, TVector, TDirection, TWidth>(3));
        if (TWidth.Vectors > 4) TSimd.Store(sum4, ref to, At<TSimd, TVector, TDirection, TWidth>(4));
        if (TWidth.Vectors > 5) TSimd.Store(sum5, ref to, At<TSimd, TVector, TDirection, TWidth>(5));
        if (TWidth.Vectors > 6) TSimd.Store(sum6, ref to, At<TSimd, TVector, TDirection, TWidth>(6));
        if (TWidth.Vectors > 7) TSimd.Store(sum7, ref to, At<TSimd, TVector, TDirection, TWidth>(7));
        if (TWidth.Vectors > 8) TSimd.Store(sum8, ref to, At<TSimd, TVector, TDirection, TWidth>(8));
        if (TWidth.Vectors > 9) TSimd.Store(sum9, ref to, At<TSimd, TVector, TDirection, TWidth>(9));
        if (TWidth.Vectors > 10) TSimd.Store(sum10, ref to, At<TSimd, TVector, TDirection, TWidth>(10));
        if (TWidth.Vectors > 11) TSimd.Store(sum11, ref to, At<TSimd, TVector, TDirection, TWidth>(11));
        if (TWidth.Vectors > 12) TSimd.Store(sum12, ref to, At<TSimd, TVector, TDirection, TWidth>(12));
        if (TTail.IsHalfRegister) TSimd.Store(half, ref to, width);
    }

    /// <summary>sum + xk · the i-th register of the row that is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add<TSimd, TVector, TDirection, TWidth>(int i, TVector xk, ref float row, TVector sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TDirection : struct, IDirection
        where TWidth : struct, IPanelWidth =>
        TSimd.MultiplyAdd(xk, TSimd.Load(ref row, At<TSimd, TVector, TDirection, TWidth>(i)), sum);
}
