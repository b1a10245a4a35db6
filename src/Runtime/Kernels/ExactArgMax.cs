using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The best of a few labels, where <see cref="ByteArgMax"/> leaves more than one: computes only the registers of logits
/// in which these labels lie. The sums are those of <see cref="MatrixVector"/>, bit for bit.
/// </summary>
internal static class ExactArgMax
{
    /// <summary>Four sums hide each other's latency: one register takes as long as four.</summary>
    private const int MostRegisters = 4;

    /// <summary>The label of the largest logit h·w + b among the candidates, the first of equals.</summary>
    /// <param name="hidden">[depth]: h.</param>
    /// <param name="weights">w [depth, labels].</param>
    /// <param name="biases">[padded labels]: b, −∞ in the padding.</param>
    /// <param name="upper">[padded labels]: the upper bound of each logit.</param>
    /// <param name="limit">A label is a candidate where its upper bound is at least this.</param>
    /// <param name="logits">Scratch memory [at least four registers].</param>
    /// <param name="label">Receives the label.</param>
    /// <returns>
    /// False where the candidates lie in more than four registers, or in a half register: then the whole product is
    /// needed.
    /// </returns>
    [MethodImpl(HotPath.Compiled)]
    public static bool TryFind<TSimd, TVector>(
        ReadOnlySpan<float> hidden,
        in Panels weights,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<float> upper,
        float limit,
        Span<float> logits,
        out int label)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(biases.Length == upper.Length && upper.Length % TSimd.Lanes == 0);
        label = 0;
        Span<int> columns = stackalloc int[MostRegisters];
        var count = FindRegisters<TSimd, TVector>(upper, limit, columns);
        if (count is 0 or > MostRegisters || logits.Length < MostRegisters * TSimd.Lanes)
        {
            return false;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            // Where there are fewer than four registers, the first is computed again.
            columns[i] = i < count ? columns[i] : columns[0];
            if (columns[i] + TSimd.Lanes > weights.Layout.StoredColumns)
            {
                return false;
            }
        }

        Multiply<TSimd, TVector>(hidden, weights, biases, columns, logits);
        var place = ArgMax.Of<TSimd, TVector>(logits[..(MostRegisters * TSimd.Lanes)]);
        label = columns[place / TSimd.Lanes] + (place % TSimd.Lanes);
        return true;
    }

    /// <summary>Finds the registers in which candidates lie.</summary>
    /// <param name="upper">[padded labels].</param>
    /// <param name="limit">A label is a candidate where its upper bound is at least this.</param>
    /// <param name="columns">[<see cref="MostRegisters"/>]: receives the first columns of the registers.</param>
    /// <returns>Their number; one more than fit where there are more.</returns>
    [MethodImpl(HotPath.Compiled)]
    private static int FindRegisters<TSimd, TVector>(ReadOnlySpan<float> upper, float limit, Span<int> columns)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(upper);
        var limits = TSimd.Broadcast(limit);
        var count = 0;
        for (var column = 0; column < upper.Length; column += TSimd.Lanes)
        {
            if (TSimd.MaskGreaterOrEqual(TSimd.Load(ref first, (nuint)column), limits) != 0)
            {
                if (count == columns.Length)
                {
                    return count + 1;
                }

                columns[count++] = column;
            }
        }

        return count;
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> hidden,
        in Panels weights,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<int> columns,
        Span<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var x = ref MemoryMarshal.GetReference(hidden);
        ref var w = ref MemoryMarshal.GetReference(weights.Values);
        ref var from = ref MemoryMarshal.GetReference(biases);
        ref var to = ref MemoryMarshal.GetReference(logits);
        var (at0, stride0) = FirstAndStride(weights.Layout, columns[0]);
        var (at1, stride1) = FirstAndStride(weights.Layout, columns[1]);
        var (at2, stride2) = FirstAndStride(weights.Layout, columns[2]);
        var (at3, stride3) = FirstAndStride(weights.Layout, columns[3]);
        var sum0 = TSimd.Load(ref from, (nuint)columns[0]);
        var sum1 = TSimd.Load(ref from, (nuint)columns[1]);
        var sum2 = TSimd.Load(ref from, (nuint)columns[2]);
        var sum3 = TSimd.Load(ref from, (nuint)columns[3]);
        for (var k = 0; k < hidden.Length; k++)
        {
            var xk = TSimd.Broadcast(Unsafe.Add(ref x, k));
            sum0 = TSimd.MultiplyAdd(xk, TSimd.Load(ref w, at0), sum0);
            sum1 = TSimd.MultiplyAdd(xk, TSimd.Load(ref w, at1), sum1);
            sum2 = TSimd.MultiplyAdd(xk, TSimd.Load(ref w, at2), sum2);
            sum3 = TSimd.MultiplyAdd(xk, TSimd.Load(ref w, at3), sum3);
            at0 += stride0;
            at1 += stride1;
            at2 += stride2;
            at3 += stride3;
        }

        var lanes = (nuint)TSimd.Lanes;
        TSimd.Store(sum0, ref to, 0);
        TSimd.Store(sum1, ref to, lanes);
        TSimd.Store(sum2, ref to, 2 * lanes);
        TSimd.Store(sum3, ref to, 3 * lanes);
    }

    /// <summary>Where a column lies in the first row of W, and how far it is to the next row.</summary>
    [MethodImpl(HotPath.Inlined)]
    private static (nuint First, nuint Stride) FirstAndStride(in PanelLayout layout, int column)
    {
        var strip = layout.StripOf(column);
        return ((nuint)(strip.Offset + column - strip.FirstColumn), (nuint)strip.Width);
    }
}
