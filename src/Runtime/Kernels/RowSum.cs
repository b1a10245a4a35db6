using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y = start + one row for each place of a window, gathered and added in one pass: the sums stay in registers until all
/// rows are added. The rows are somewhere in memory that does not move. Windows that follow each other in a sentence
/// are done in one call: 0.96 to 0.97 of a sentence (Zen 5, 16 to 100 hidden units).
/// </summary>
internal static class RowSum
{
    /// <summary>Registers of sums at a time: enough to hide the latency of an addition.</summary>
    private const int VectorBlock = 4;

    /// <param name="rows">
    /// [n + places − 1]: addresses. The row of place i of window t [columns] lies i · <paramref name="placeStride"/>
    /// floats behind that at t + i.
    /// </param>
    /// <param name="placeStride">Floats from a word's row for a place to its row for the next.</param>
    /// <param name="places">Places of a window; none is possible.</param>
    /// <param name="start">
    /// [columns], a multiple of the lanes: what each sum begins with. May be the memory of a single window's output.
    /// </param>
    /// <param name="output">[n, columns]: receives y of each window.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(
        ReadOnlySpan<nint> rows, int placeStride, int places, ReadOnlySpan<float> start, Span<float> output)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var columns = start.Length;
        Debug.Assert(output.Length == (rows.Length - places + 1) * columns && columns % TSimd.Lanes == 0);

        ref var from = ref MemoryMarshal.GetReference(start);
        nuint column = 0;
        foreach (var vectors in new EvenBlocks(columns / TSimd.Lanes, VectorBlock))
        {
            var to = output[(int)column..];
            switch (vectors)
            {
                case 1: Block<TSimd, TVector, Width1>(rows, placeStride, places, column, ref from, columns, to); break;
                case 2: Block<TSimd, TVector, Width2>(rows, placeStride, places, column, ref from, columns, to); break;
                case 3: Block<TSimd, TVector, Width3>(rows, placeStride, places, column, ref from, columns, to); break;
                default: Block<TSimd, TVector, Width4>(rows, placeStride, places, column, ref from, columns, to); break;
            }

            column += (nuint)(vectors * TSimd.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<TSimd, TVector, TWidth>(
        ReadOnlySpan<nint> rows,
        int placeStride,
        int places,
        nuint column,
        ref float from,
        int columns,
        Span<float> output)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        ref var to = ref MemoryMarshal.GetReference(output);
        var start0 = TSimd.Load(ref from, column);
        var start1 = TWidth.Vectors > 1 ? TSimd.Load(ref from, column + lanes) : default;
        var start2 = TWidth.Vectors > 2 ? TSimd.Load(ref from, column + (2 * lanes)) : default;
        var start3 = TWidth.Vectors > 3 ? TSimd.Load(ref from, column + (3 * lanes)) : default;
        for (var t = 0; t + places <= rows.Length; t++)
        {
            var (sum0, sum1, sum2, sum3) = (start0, start1, start2, start3);
            var offset = column;
            foreach (var address in rows.Slice(t, places))
            {
                ref var row = ref FloatsAt(address);
                sum0 = TSimd.Add(sum0, TSimd.Load(ref row, offset));
                if (TWidth.Vectors > 1) sum1 = TSimd.Add(sum1, TSimd.Load(ref row, offset + lanes));
                if (TWidth.Vectors > 2) sum2 = TSimd.Add(sum2, TSimd.Load(ref row, offset + (2 * lanes)));
                if (TWidth.Vectors > 3) sum3 = TSimd.Add(sum3, TSimd.Load(ref row, offset + (3 * lanes)));
                offset += (nuint)placeStride;
            }

            TSimd.Store(sum0, ref to, 0);
            if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, lanes);
            if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, 2 * lanes);
            if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, 3 * lanes);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ref float FloatsAt(nint address) => ref Unsafe.AsRef<float>((void*)address);
}
