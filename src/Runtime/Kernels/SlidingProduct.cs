using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y_j = x_0 · w_0j + x_1 · w_1j + … for a matrix w whose rows are all parts of one short row, each from a place of its
/// own on: w_ij = row[first_i + j]. The sums are those of <see cref="SemiringProduct"/> with <see cref="SumProduct"/>,
/// bit for bit.
/// </summary>
internal static class SlidingProduct
{
    private const int ColumnBlock = 4;

    /// <param name="vector">[depth]: x.</param>
    /// <param name="firsts">[depth]: where each row of w begins in <paramref name="row"/>.</param>
    /// <param name="row">What the rows of w are parts of.</param>
    /// <param name="output">[columns], a multiple of the lanes: receives y; shares no memory with the others.</param>
    /// <param name="direction">The order in which rows are added.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> vector,
        ReadOnlySpan<int> firsts,
        ReadOnlySpan<float> row,
        Span<float> output,
        Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(vector.Length == firsts.Length && output.Length % TSimd.Lanes == 0);
        ref var y = ref MemoryMarshal.GetReference(output);
        nuint column = 0;
        foreach (var count in new EvenBlocks(output.Length / TSimd.Lanes, ColumnBlock))
        {
            ref var w = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), column);
            switch (count)
            {
                case 1: Block<TSimd, TVector, Width1>(vector, firsts, ref w, ref y, direction); break;
                case 2: Block<TSimd, TVector, Width2>(vector, firsts, ref w, ref y, direction); break;
                case 3: Block<TSimd, TVector, Width3>(vector, firsts, ref w, ref y, direction); break;
                default: Block<TSimd, TVector, Width4>(vector, firsts, ref w, ref y, direction); break;
            }

            column += (nuint)(count * TSimd.Lanes);
            y = ref Unsafe.Add(ref y, count * TSimd.Lanes);
        }
    }

    /// <param name="vector">[depth]: x.</param>
    /// <param name="firsts">[depth].</param>
    /// <param name="w">The row, from the first column of the block on.</param>
    /// <param name="y">The block's part of the output.</param>
    /// <param name="direction">The order in which rows are added.</param>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TWidth>(
        ReadOnlySpan<float> vector, ReadOnlySpan<int> firsts, ref float w, ref float y, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        TVector y0 = TSimd.Broadcast(0f), y1 = y0, y2 = y0, y3 = y0;
        var (i, step) = direction == Direction.Forward ? (0, 1) : (vector.Length - 1, -1);
        for (var left = vector.Length; left > 0; left--, i += step)
        {
            var x = TSimd.Broadcast(vector[i]);
            var first = (nuint)firsts[i];
            y0 = TSimd.MultiplyAdd(x, TSimd.Load(ref w, first), y0);
            if (TWidth.Vectors > 1) y1 = TSimd.MultiplyAdd(x, TSimd.Load(ref w, first + lanes), y1);
            if (TWidth.Vectors > 2) y2 = TSimd.MultiplyAdd(x, TSimd.Load(ref w, first + (2 * lanes)), y2);
            if (TWidth.Vectors > 3) y3 = TSimd.MultiplyAdd(x, TSimd.Load(ref w, first + (3 * lanes)), y3);
        }

        TSimd.Store(y0, ref y, 0);
        if (TWidth.Vectors > 1) TSimd.Store(y1, ref y, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(y2, ref y, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(y3, ref y, 3 * lanes);
    }
}
