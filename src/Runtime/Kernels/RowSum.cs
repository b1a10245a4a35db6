using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y = start + one row for each place of a window, gathered and added in one pass: the sums stay in registers until all
/// rows are added. The rows are somewhere in memory that does not move.
/// </summary>
internal static class RowSum
{
    /// <summary>Registers of sums at a time: enough to hide the latency of an addition.</summary>
    private const int VectorBlock = 4;

    /// <param name="rows">
    /// [places]: addresses. The row of place i [columns] lies i · <paramref name="placeStride"/> floats behind the
    /// i-th of them.
    /// </param>
    /// <param name="placeStride">Floats from a word's row for a place to its row for the next.</param>
    /// <param name="start">[columns], a multiple of the lanes: what each sum begins with.</param>
    /// <param name="output">[columns]: receives y.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(
        ReadOnlySpan<nint> rows, int placeStride, ReadOnlySpan<float> start, Span<float> output)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(start.Length == output.Length && output.Length % TSimd.Lanes == 0);

        ref var from = ref MemoryMarshal.GetReference(start);
        ref var to = ref MemoryMarshal.GetReference(output);
        nuint column = 0;
        foreach (var vectors in new EvenBlocks(output.Length / TSimd.Lanes, VectorBlock))
        {
            switch (vectors)
            {
                case 1: Block<TSimd, TVector, Width1>(rows, (nuint)placeStride, column, ref from, ref to); break;
                case 2: Block<TSimd, TVector, Width2>(rows, (nuint)placeStride, column, ref from, ref to); break;
                case 3: Block<TSimd, TVector, Width3>(rows, (nuint)placeStride, column, ref from, ref to); break;
                default: Block<TSimd, TVector, Width4>(rows, (nuint)placeStride, column, ref from, ref to); break;
            }

            column += (nuint)(vectors * TSimd.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<TSimd, TVector, TWidth>(
        ReadOnlySpan<nint> rows, nuint placeStride, nuint column, ref float from, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        var sum0 = TSimd.Load(ref from, column);
        var sum1 = TWidth.Vectors > 1 ? TSimd.Load(ref from, column + lanes) : default;
        var sum2 = TWidth.Vectors > 2 ? TSimd.Load(ref from, column + (2 * lanes)) : default;
        var sum3 = TWidth.Vectors > 3 ? TSimd.Load(ref from, column + (3 * lanes)) : default;
        var offset = column;
        foreach (var address in rows)
        {
            ref var row = ref FloatsAt(address);
            sum0 = TSimd.Add(sum0, TSimd.Load(ref row, offset));
            if (TWidth.Vectors > 1) sum1 = TSimd.Add(sum1, TSimd.Load(ref row, offset + lanes));
            if (TWidth.Vectors > 2) sum2 = TSimd.Add(sum2, TSimd.Load(ref row, offset + (2 * lanes)));
            if (TWidth.Vectors > 3) sum3 = TSimd.Add(sum3, TSimd.Load(ref row, offset + (3 * lanes)));
            offset += placeStride;
        }

        TSimd.Store(sum0, ref to, column);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref to, column + lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref to, column + (2 * lanes));
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref to, column + (3 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ref float FloatsAt(nint address) => ref Unsafe.AsRef<float>((void*)address);
}
