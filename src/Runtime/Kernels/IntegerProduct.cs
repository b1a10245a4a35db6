using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The sums of products of whole numbers, several to a lane: four of 8 bits or two of 16. A lane of the left side is the same for all columns; the
/// right side lies in panels (Packing/IntegerPanels.cs).
/// </summary>
internal static class IntegerProduct
{
    /// <summary>Registers in a panel: as many sums as hide the latency of a step's two or three instructions.</summary>
    public const int PanelVectors = 8;

    /// <summary>Groups that <see cref="IIntegerProducts{TVector}.AddFour"/> takes.</summary>
    private const int Together = 4;

    /// <param name="lanes">The left side [groups]: in each 32 bits the numbers of one group.</param>
    /// <param name="panels">The right side, packed.</param>
    /// <param name="sums">Receives 32-bit whole numbers [columns], whole registers.</param>
    /// <param name="order">In which memory is read; the sums are exact in any.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Sum<TSimd, TVector, TProducts>(ReadOnlySpan<int> lanes, ReadOnlySpan<float> panels, Span<float> sums, Direction order)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
    {
        Debug.Assert(sums.Length % TSimd.Lanes == 0 && panels.Length == lanes.Length * sums.Length);
        ref var unit = ref MemoryMarshal.GetReference(lanes);
        ref var w = ref MemoryMarshal.GetReference(panels);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var groups = lanes.Length;
        var columns = sums.Length;
        var fullWidth = PanelVectors * TSimd.Lanes;
        var last = (columns - 1) / fullWidth * fullWidth;
        var (first, step) = order == Direction.Forward ? (0, 1) : (last, -1);
        for (var column = first; column >= 0 && column <= last; column += step * fullWidth)
        {
            var vectors = Math.Min(fullWidth, columns - column) / TSimd.Lanes;
            Panel<TSimd, TVector, TProducts>(vectors, ref unit, groups, step, ref Unsafe.Add(ref w, column * groups), ref Unsafe.Add(ref to, column));
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TProducts>(int vectors, ref int unit, nint groups, nint step, ref float panel, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
    {
        switch (vectors)
        {
            case 1: Panel<TSimd, TVector, TProducts, Width1>(ref unit, groups, step, ref panel, ref to); break;
            case 2: Panel<TSimd, TVector, TProducts, Width2>(ref unit, groups, step, ref panel, ref to); break;
            case 3: Panel<TSimd, TVector, TProducts, Width3>(ref unit, groups, step, ref panel, ref to); break;
            case 4: Panel<TSimd, TVector, TProducts, Width4>(ref unit, groups, step, ref panel, ref to); break;
            case 5: Panel<TSimd, TVector, TProducts, Width5>(ref unit, groups, step, ref panel, ref to); break;
            case 6: Panel<TSimd, TVector, TProducts, Width6>(ref unit, groups, step, ref panel, ref to); break;
            case 7: Panel<TSimd, TVector, TProducts, Width7>(ref unit, groups, step, ref panel, ref to); break;
            default: Panel<TSimd, TVector, TProducts, Width8>(ref unit, groups, step, ref panel, ref to); break;
        }
    }

    /// <summary>One panel, group by group: four at a time from its beginning and then the rest, or the other way round.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TProducts, TWidth>(ref int unit, nint groups, nint step, ref float panel, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        TVector sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7;
        sum0 = sum1 = sum2 = sum3 = sum4 = sum5 = sum6 = sum7 = TSimd.BroadcastBits(0);
        var stride = (nuint)TWidth.Vectors * lanes;
        var group = step > 0 ? 0 : groups - 1;
        for (var left = groups; left > 0;)
        {
            // Backward the odd groups at the end come first: the fours are the same in both orders.
            if (step > 0 ? left >= Together : left % Together == 0)
            {
                group = step > 0 ? group : group - (Together - 1);
                ref var units = ref Unsafe.Add(ref unit, group);
                ref var w = ref Unsafe.Add(ref panel, group * (nint)stride);
                var x0 = TSimd.BroadcastBits(units);
                var x1 = TSimd.BroadcastBits(Unsafe.Add(ref units, 1));
                var x2 = TSimd.BroadcastBits(Unsafe.Add(ref units, 2));
                var x3 = TSimd.BroadcastBits(Unsafe.Add(ref units, 3));
                sum0 = AddFour<TSimd, TVector, TProducts>(sum0, x0, x1, x2, x3, ref w, 0, stride);
                if (TWidth.Vectors > 1) sum1 = AddFour<TSimd, TVector, TProducts>(sum1, x0, x1, x2, x3, ref w, lanes, stride);
                if (TWidth.Vectors > 2) sum2 = AddFour<TSimd, TVector, TProducts>(sum2, x0, x1, x2, x3, ref w, 2 * lanes, stride);
                if (TWidth.Vectors > 3) sum3 = AddFour<TSimd, TVector, TProducts>(sum3, x0, x1, x2, x3, ref w, 3 * lanes, stride);
                if (TWidth.Vectors > 4) sum4 = AddFour<TSimd, TVector, TProducts>(sum4, x0, x1, x2, x3, ref w, 4 * lanes, stride);
                if (TWidth.Vectors > 5) sum5 = AddFour<TSimd, TVector, TProducts>(sum5, x0, x1, x2, x3, ref w, 5 * lanes, stride);
                if (TWidth.Vectors > 6) sum6 = AddFour<TSimd, TVector, TProducts>(sum6, x0, x1, x2, x3, ref w, 6 * lanes, stride);
                if (TWidth.Vectors > 7) sum7 = AddFour<TSimd, TVector, TProducts>(sum7, x0, x1, x2, x3, ref w, 7 * lanes, stride);
                left -= Together;
                group += step > 0 ? Together : -1;
            }
            else
            {
                ref var w = ref Unsafe.Add(ref panel, group * (nint)stride);
                var x = TSimd.BroadcastBits(Unsafe.Add(ref unit, group));
                sum0 = TProducts.Add(sum0, x, TSimd.Load(ref w, 0));
                if (TWidth.Vectors > 1) sum1 = TProducts.Add(sum1, x, TSimd.Load(ref w, lanes));
                if (TWidth.Vectors > 2) sum2 = TProducts.Add(sum2, x, TSimd.Load(ref w, 2 * lanes));
                if (TWidth.Vectors > 3) sum3 = TProducts.Add(sum3, x, TSimd.Load(ref w, 3 * lanes));
                if (TWidth.Vectors > 4) sum4 = TProducts.Add(sum4, x, TSimd.Load(ref w, 4 * lanes));
                if (TWidth.Vectors > 5) sum5 = TProducts.Add(sum5, x, TSimd.Load(ref w, 5 * lanes));
                if (TWidth.Vectors > 6) sum6 = TProducts.Add(sum6, x, TSimd.Load(ref w, 6 * lanes));
                if (TWidth.Vectors > 7) sum7 = TProducts.Add(sum7, x, TSimd.Load(ref w, 7 * lanes));
                left--;
                group += step;
            }
        }

        TSimd.Store(sum0, ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, 3 * lanes);
        if (TWidth.Vectors > 4) TSimd.Store(sum4, ref to, 4 * lanes);
        if (TWidth.Vectors > 5) TSimd.Store(sum5, ref to, 5 * lanes);
        if (TWidth.Vectors > 6) TSimd.Store(sum6, ref to, 6 * lanes);
        if (TWidth.Vectors > 7) TSimd.Store(sum7, ref to, 7 * lanes);
    }

    /// <summary>Adds the products of four groups, whose right sides stand <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddFour<TSimd, TVector, TProducts>(
        TVector sums, TVector left0, TVector left1, TVector left2, TVector left3, ref float panel, nuint offset, nuint stride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector> =>
        TProducts.AddFour(
            sums,
            left0,
            TSimd.Load(ref panel, offset),
            left1,
            TSimd.Load(ref panel, offset + stride),
            left2,
            TSimd.Load(ref panel, offset + (2 * stride)),
            left3,
            TSimd.Load(ref panel, offset + (3 * stride)));
}
