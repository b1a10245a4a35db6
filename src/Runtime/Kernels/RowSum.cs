using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y = start + one row of a table for each place of a window, gathered and added in one pass: the sums stay in
/// registers until all rows are added. The table holds a row for each word and place of the window.
/// </summary>
internal static class RowSum
{
    /// <summary>Registers of sums at a time: enough to hide the latency of an addition.</summary>
    private const int VectorBlock = 4;

    /// <param name="table">[vocabulary, window, columns].</param>
    /// <param name="window">Places of the window.</param>
    /// <param name="words">
    /// [at most window]: the indices of the words at the first places of the window, from 0 to vocabulary − 1.
    /// </param>
    /// <param name="start">[columns], a multiple of the lanes: what each sum begins with.</param>
    /// <param name="output">[columns]: receives y.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(
        ReadOnlySpan<float> table, int window, ReadOnlySpan<int> words, ReadOnlySpan<float> start, Span<float> output)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(start.Length == output.Length && output.Length % TSimd.Lanes == 0 && words.Length <= window);

        ref var rows = ref MemoryMarshal.GetReference(table);
        ref var from = ref MemoryMarshal.GetReference(start);
        ref var to = ref MemoryMarshal.GetReference(output);
        var lanes = (nuint)TSimd.Lanes;
        var columns = (nuint)output.Length;
        nuint column = 0;
        for (; column + (VectorBlock * lanes) <= columns; column += VectorBlock * lanes)
        {
            var sum0 = TSimd.Load(ref from, column);
            var sum1 = TSimd.Load(ref from, column + lanes);
            var sum2 = TSimd.Load(ref from, column + (2 * lanes));
            var sum3 = TSimd.Load(ref from, column + (3 * lanes));
            for (var place = 0; place < words.Length; place++)
            {
                var row = RowStart(words[place], place, window, columns) + column;
                sum0 = TSimd.Add(sum0, TSimd.Load(ref rows, row));
                sum1 = TSimd.Add(sum1, TSimd.Load(ref rows, row + lanes));
                sum2 = TSimd.Add(sum2, TSimd.Load(ref rows, row + (2 * lanes)));
                sum3 = TSimd.Add(sum3, TSimd.Load(ref rows, row + (3 * lanes)));
            }

            TSimd.Store(sum0, ref to, column);
            TSimd.Store(sum1, ref to, column + lanes);
            TSimd.Store(sum2, ref to, column + (2 * lanes));
            TSimd.Store(sum3, ref to, column + (3 * lanes));
        }

        for (; column < columns; column += lanes)
        {
            var sum = TSimd.Load(ref from, column);
            for (var place = 0; place < words.Length; place++)
            {
                sum = TSimd.Add(sum, TSimd.Load(ref rows, RowStart(words[place], place, window, columns) + column));
            }

            TSimd.Store(sum, ref to, column);
        }
    }

    private static nuint RowStart(int word, int place, int window, nuint columns) =>
        (((nuint)word * (nuint)window) + (nuint)place) * columns;
}
