using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y_j = x_0 ∘ w_0j + x_1 ∘ w_1j + … over a semiring, for a matrix that lies row after row: one step through the labels
/// of a sentence. Not in panels as for <see cref="MatrixVector"/>, since training changes the matrix after every
/// sentence.
/// </summary>
/// <remarks>
/// A block of up to eight registers of columns keeps its results in registers over the whole depth.
/// </remarks>
internal static class SemiringProduct
{
    private const int ColumnBlock = 8;

    /// <param name="vector">[depth]: x.</param>
    /// <param name="matrix">[depth, columns], columns a multiple of the lanes: w.</param>
    /// <param name="output">[columns]: receives y; shares no memory with x and w.</param>
    /// <param name="direction">
    /// The order in which rows are combined. It does not change the largest of sums, only what is still cached.
    /// </param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector, TSemiring>(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TSemiring : struct, ISemiring
    {
        Debug.Assert(output.Length % TSimd.Lanes == 0 && matrix.Length == vector.Length * output.Length);
        var depth = (nint)vector.Length;
        var (first, step) = direction == Direction.Forward ? (0, 1) : (depth - 1, -1);
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(vector), first);
        ref var w = ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix), first * output.Length);
        ref var y = ref MemoryMarshal.GetReference(output);
        var rowStep = step * output.Length;
        foreach (var count in new EvenBlocks(output.Length / TSimd.Lanes, ColumnBlock))
        {
            switch (count)
            {
                case 1: Block<TSimd, TVector, TSemiring, Width1>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 2: Block<TSimd, TVector, TSemiring, Width2>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 3: Block<TSimd, TVector, TSemiring, Width3>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 4: Block<TSimd, TVector, TSemiring, Width4>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 5: Block<TSimd, TVector, TSemiring, Width5>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 6: Block<TSimd, TVector, TSemiring, Width6>(ref x, depth, step, ref w, rowStep, ref y); break;
                case 7: Block<TSimd, TVector, TSemiring, Width7>(ref x, depth, step, ref w, rowStep, ref y); break;
                default: Block<TSimd, TVector, TSemiring, Width8>(ref x, depth, step, ref w, rowStep, ref y); break;
            }

            w = ref Unsafe.Add(ref w, count * TSimd.Lanes);
            y = ref Unsafe.Add(ref y, count * TSimd.Lanes);
        }
    }

    /// <param name="x">The element of x that is combined first.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="step">From an element of x to the next: 1 or −1.</param>
    /// <param name="w">The block's part of the row that is combined first.</param>
    /// <param name="rowStep">Floats from a row to the next; negative when the direction is backward.</param>
    /// <param name="y">The block's part of the output.</param>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TSemiring, TWidth>(
        ref float x, nint depth, nint step, ref float w, nint rowStep, ref float y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TSemiring : struct, ISemiring
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        TVector y0 = TSimd.Broadcast(TSemiring.Zero), y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        for (var left = depth; left > 0; left--)
        {
            var xk = TSimd.Broadcast(x);
            y0 = TSemiring.Combine<TSimd, TVector>(y0, xk, TSimd.Load(ref w, 0));
            if (TWidth.Vectors > 1) y1 = TSemiring.Combine<TSimd, TVector>(y1, xk, TSimd.Load(ref w, lanes));
            if (TWidth.Vectors > 2) y2 = TSemiring.Combine<TSimd, TVector>(y2, xk, TSimd.Load(ref w, 2 * lanes));
            if (TWidth.Vectors > 3) y3 = TSemiring.Combine<TSimd, TVector>(y3, xk, TSimd.Load(ref w, 3 * lanes));
            if (TWidth.Vectors > 4) y4 = TSemiring.Combine<TSimd, TVector>(y4, xk, TSimd.Load(ref w, 4 * lanes));
            if (TWidth.Vectors > 5) y5 = TSemiring.Combine<TSimd, TVector>(y5, xk, TSimd.Load(ref w, 5 * lanes));
            if (TWidth.Vectors > 6) y6 = TSemiring.Combine<TSimd, TVector>(y6, xk, TSimd.Load(ref w, 6 * lanes));
            if (TWidth.Vectors > 7) y7 = TSemiring.Combine<TSimd, TVector>(y7, xk, TSimd.Load(ref w, 7 * lanes));
            x = ref Unsafe.Add(ref x, step);
            w = ref Unsafe.Add(ref w, rowStep);
        }

        TSimd.Store(y0, ref y, 0);
        if (TWidth.Vectors > 1) TSimd.Store(y1, ref y, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(y2, ref y, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(y3, ref y, 3 * lanes);
        if (TWidth.Vectors > 4) TSimd.Store(y4, ref y, 4 * lanes);
        if (TWidth.Vectors > 5) TSimd.Store(y5, ref y, 5 * lanes);
        if (TWidth.Vectors > 6) TSimd.Store(y6, ref y, 6 * lanes);
        if (TWidth.Vectors > 7) TSimd.Store(y7, ref y, 7 * lanes);
    }
}
