using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The product of a row and a matrix of small integers, several to a lane: four of 8 bits or two of 16. A lane of the
/// left side is the same for all columns; the right side lies in panels (Packing/IntegerPanels.cs).
/// </summary>
internal static class IntegerProduct
{
    /// <summary>Registers in a panel: the number of sums that hides the latency of two or three instructions.</summary>
    public const int PanelVectors = 8;

    /// <summary>Groups at a time in <see cref="IIntegerProducts{TVector}.AddFour"/>.</summary>
    private const int Together = 4;

    /// <param name="lanes">[groups]: the left side, the integers of one group in each 32 bits.</param>
    /// <param name="panels">
    /// [groups, columns]: the right side in panels, the integers of one group in each float.
    /// </param>
    /// <param name="sums">[columns], a multiple of the lanes: receives 32-bit integers.</param>
    /// <param name="direction">The direction in which memory is read; the sums are exact in both.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Sum<TSimd, TVector, TProducts>(
        ReadOnlySpan<int> lanes, ReadOnlySpan<float> panels, Span<float> sums, Direction direction)
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
        var (first, step) = direction == Direction.Forward ? (0, 1) : (last, -1);
        for (var column = first; column >= 0 && column <= last; column += step * fullWidth)
        {
            var vectors = Math.Min(fullWidth, columns - column) / TSimd.Lanes;
            Panel<TSimd, TVector, TProducts>(
                vectors,
                ref unit,
                groups,
                step,
                ref Unsafe.Add(ref w, column * groups),
                ref Unsafe.Add(ref to, column));
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TProducts>(
        int vectors, ref int unit, nint groups, nint step, ref float panel, ref float to)
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

    /// <summary>One panel, whose sums are stored.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Panel<TSimd, TVector, TProducts, TWidth>(
        ref int unit, nint groups, nint step, ref float panel, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        SumPanel<TSimd, TVector, TProducts, TWidth>(
            ref unit,
            groups,
            step,
            ref panel,
            out var sum0,
            out var sum1,
            out var sum2,
            out var sum3,
            out var sum4,
            out var sum5,
            out var sum6,
            out var sum7);
        TSimd.Store(sum0, ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, 3 * lanes);
        if (TWidth.Vectors > 4) TSimd.Store(sum4, ref to, 4 * lanes);
        if (TWidth.Vectors > 5) TSimd.Store(sum5, ref to, 5 * lanes);
        if (TWidth.Vectors > 6) TSimd.Store(sum6, ref to, 6 * lanes);
        if (TWidth.Vectors > 7) TSimd.Store(sum7, ref to, 7 * lanes);
    }

    /// <summary>
    /// The sums of one panel, those beyond its width being 0. Forward: four groups at a time, then the rest. Backward:
    /// the rest, then four groups at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumPanel<TSimd, TVector, TProducts, TWidth>(
        ref int unit,
        nint groups,
        nint step,
        ref float panel,
        out TVector sum0,
        out TVector sum1,
        out TVector sum2,
        out TVector sum3,
        out TVector sum4,
        out TVector sum5,
        out TVector sum6,
        out TVector sum7)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        sum0 = sum1 = sum2 = sum3 = sum4 = sum5 = sum6 = sum7 = TSimd.BroadcastBits(0);
        var stride = (nuint)TWidth.Vectors * lanes;
        var group = step > 0 ? 0 : groups - 1;
        for (var left = groups; left > 0;)
        {
            // The fours are the same in both directions.
            if (step > 0 ? left >= Together : left % Together == 0)
            {
                group = step > 0 ? group : group - (Together - 1);
                ref var units = ref Unsafe.Add(ref unit, group);
                ref var w = ref Unsafe.Add(ref panel, group * (nint)stride);
                var x0 = TSimd.BroadcastBits(units);
                var x1 = TSimd.BroadcastBits(Unsafe.Add(ref units, 1));
                var x2 = TSimd.BroadcastBits(Unsafe.Add(ref units, 2));
                var x3 = TSimd.BroadcastBits(Unsafe.Add(ref units, 3));
                sum0 = Add<TSimd, TVector, TProducts>(sum0, x0, x1, x2, x3, ref w, 0, stride);
                if (TWidth.Vectors > 1) sum1 = Add<TSimd, TVector, TProducts>(sum1, x0, x1, x2, x3, ref w, 1, stride);
                if (TWidth.Vectors > 2) sum2 = Add<TSimd, TVector, TProducts>(sum2, x0, x1, x2, x3, ref w, 2, stride);
                if (TWidth.Vectors > 3) sum3 = Add<TSimd, TVector, TProducts>(sum3, x0, x1, x2, x3, ref w, 3, stride);
                if (TWidth.Vectors > 4) sum4 = Add<TSimd, TVector, TProducts>(sum4, x0, x1, x2, x3, ref w, 4, stride);
                if (TWidth.Vectors > 5) sum5 = Add<TSimd, TVector, TProducts>(sum5, x0, x1, x2, x3, ref w, 5, stride);
                if (TWidth.Vectors > 6) sum6 = Add<TSimd, TVector, TProducts>(sum6, x0, x1, x2, x3, ref w, 6, stride);
                if (TWidth.Vectors > 7) sum7 = Add<TSimd, TVector, TProducts>(sum7, x0, x1, x2, x3, ref w, 7, stride);
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
    }

    /// <summary>Adds the products of four groups for one register of columns, the one with this index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add<TSimd, TVector, TProducts>(
        TVector sums, TVector x0, TVector x1, TVector x2, TVector x3, ref float w, nuint register, nuint stride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, IIntegerProducts<TVector>
    {
        var offset = register * (nuint)TSimd.Lanes;
        return TProducts.AddFour(
            sums,
            x0,
            TSimd.Load(ref w, offset),
            x1,
            TSimd.Load(ref w, offset + stride),
            x2,
            TSimd.Load(ref w, offset + (2 * stride)),
            x3,
            TSimd.Load(ref w, offset + (3 * stride)));
    }
}
