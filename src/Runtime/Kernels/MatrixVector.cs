using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

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
        var (first, step) = direction == Direction.Forward ? (0, 1) : (last, -1);
        x = ref Unsafe.Add(ref x, direction == Direction.Forward ? 0 : depth - 1);
        for (var column = first; column >= 0 && column <= last; column += step * fullWidth)
        {
            var width = Math.Min(fullWidth, columns - column);
            Panel<TSimd, TVector>(
                width,
                ref x,
                depth,
                step,
                ref Unsafe.Add(ref w, column * depth),
                ref Unsafe.Add(ref from, column),
                ref Unsafe.Add(ref to, column));
        }
    }

    /// <summary>
    /// One panel. <paramref name="x"/> is the first element in the order of the sums; <paramref name="step"/>, 1 or −1,
    /// leads to the next.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector>(
        int width, ref float x, nint depth, nint step, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var vectors = width / TSimd.Lanes;
        if (vectors * TSimd.Lanes < width)
        {
            Panel<TSimd, TVector, HalfTail>(vectors, ref x, depth, step, ref panel, ref from, ref to);
        }
        else
        {
            Panel<TSimd, TVector, NoTail>(vectors, ref x, depth, step, ref panel, ref from, ref to);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TTail>(
        int vectors, ref float x, nint depth, nint step, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TTail : struct, IPanelTail
    {
        switch (vectors)
        {
            case 0: Panel<TSimd, TVector, Width0, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 1: Panel<TSimd, TVector, Width1, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 2: Panel<TSimd, TVector, Width2, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 3: Panel<TSimd, TVector, Width3, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 4: Panel<TSimd, TVector, Width4, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 5: Panel<TSimd, TVector, Width5, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 6: Panel<TSimd, TVector, Width6, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 7: Panel<TSimd, TVector, Width7, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 8: Panel<TSimd, TVector, Width8, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 9: Panel<TSimd, TVector, Width9, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 10: Panel<TSimd, TVector, Width10, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 11: Panel<TSimd, TVector, Width11, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            case 12: Panel<TSimd, TVector, Width12, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
            default: Panel<TSimd, TVector, Width13, TTail>(ref x, depth, step, ref panel, ref from, ref to); break;
        }
    }

    /// <summary>
    /// A panel of a width that the compiler knows: sum0 to sum12, and half for a half register, each in a register.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TWidth, TTail>(
        ref float x, nint depth, nint step, ref float panel, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
        where TTail : struct, IPanelTail
    {
        var lanes = (nuint)TSimd.Lanes;
        var width = (nuint)TWidth.Vectors * lanes;
        var rowStep = step * (nint)width;
        var tailStep = step * TSimd.Lanes / 2;
        ref var tail = ref Unsafe.Add(ref panel, depth * (nint)width);
        if (step < 0)
        {
            panel = ref Unsafe.Add(ref panel, (1 - depth) * rowStep);
            tail = ref Unsafe.Add(ref tail, (1 - depth) * tailStep);
        }

        var sum0 = TWidth.Vectors > 0 ? TSimd.Load(ref from, 0) : default;
        var sum1 = TWidth.Vectors > 1 ? TSimd.Load(ref from, lanes) : default;
        var sum2 = TWidth.Vectors > 2 ? TSimd.Load(ref from, 2 * lanes) : default;
        var sum3 = TWidth.Vectors > 3 ? TSimd.Load(ref from, 3 * lanes) : default;
        var sum4 = TWidth.Vectors > 4 ? TSimd.Load(ref from, 4 * lanes) : default;
        var sum5 = TWidth.Vectors > 5 ? TSimd.Load(ref from, 5 * lanes) : default;
        var sum6 = TWidth.Vectors > 6 ? TSimd.Load(ref from, 6 * lanes) : default;
        var sum7 = TWidth.Vectors > 7 ? TSimd.Load(ref from, 7 * lanes) : default;
        var sum8 = TWidth.Vectors > 8 ? TSimd.Load(ref from, 8 * lanes) : default;
        var sum9 = TWidth.Vectors > 9 ? TSimd.Load(ref from, 9 * lanes) : default;
        var sum10 = TWidth.Vectors > 10 ? TSimd.Load(ref from, 10 * lanes) : default;
        var sum11 = TWidth.Vectors > 11 ? TSimd.Load(ref from, 11 * lanes) : default;
        var sum12 = TWidth.Vectors > 12 ? TSimd.Load(ref from, 12 * lanes) : default;
        var half = TTail.IsHalfRegister ? TSimd.Load(ref from, width) : default;

        for (var left = depth; left > 0; left--)
        {
            var xk = TSimd.Broadcast(x);
            if (TWidth.Vectors > 0) sum0 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 0), sum0);
            if (TWidth.Vectors > 1) sum1 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, lanes), sum1);
            if (TWidth.Vectors > 2) sum2 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 2 * lanes), sum2);
            if (TWidth.Vectors > 3) sum3 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 3 * lanes), sum3);
            if (TWidth.Vectors > 4) sum4 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 4 * lanes), sum4);
            if (TWidth.Vectors > 5) sum5 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 5 * lanes), sum5);
            if (TWidth.Vectors > 6) sum6 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 6 * lanes), sum6);
            if (TWidth.Vectors > 7) sum7 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 7 * lanes), sum7);
            if (TWidth.Vectors > 8) sum8 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 8 * lanes), sum8);
            if (TWidth.Vectors > 9) sum9 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 9 * lanes), sum9);
            if (TWidth.Vectors > 10) sum10 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 10 * lanes), sum10);
            if (TWidth.Vectors > 11) sum11 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 11 * lanes), sum11);
            if (TWidth.Vectors > 12) sum12 = TSimd.MultiplyAdd(xk, TSimd.Load(ref panel, 12 * lanes), sum12);
            if (TTail.IsHalfRegister) half = TSimd.MultiplyAdd(xk, TSimd.LoadHalf(ref tail, 0), half);
            x = ref Unsafe.Add(ref x, step);
            panel = ref Unsafe.Add(ref panel, rowStep);
            tail = ref Unsafe.Add(ref tail, tailStep);
        }

        if (TWidth.Vectors > 0) TSimd.Store(sum0, ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, 3 * lanes);
        if (TWidth.Vectors > 4) TSimd.Store(sum4, ref to, 4 * lanes);
        if (TWidth.Vectors > 5) TSimd.Store(sum5, ref to, 5 * lanes);
        if (TWidth.Vectors > 6) TSimd.Store(sum6, ref to, 6 * lanes);
        if (TWidth.Vectors > 7) TSimd.Store(sum7, ref to, 7 * lanes);
        if (TWidth.Vectors > 8) TSimd.Store(sum8, ref to, 8 * lanes);
        if (TWidth.Vectors > 9) TSimd.Store(sum9, ref to, 9 * lanes);
        if (TWidth.Vectors > 10) TSimd.Store(sum10, ref to, 10 * lanes);
        if (TWidth.Vectors > 11) TSimd.Store(sum11, ref to, 11 * lanes);
        if (TWidth.Vectors > 12) TSimd.Store(sum12, ref to, 12 * lanes);
        if (TTail.IsHalfRegister) TSimd.Store(half, ref to, width);
    }
}
