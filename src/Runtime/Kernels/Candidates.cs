using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The best of a few labels, where <see cref="Screen"/> could not tell which one: only the registers in which they stand are computed, and not the
/// whole product. The sums are those of <see cref="MatrixVector"/>, bit for bit.
/// </summary>
internal static class Candidates
{
    /// <summary>What <see cref="Best"/> gives where the candidates stand in too many registers.</summary>
    public const int TooMany = -1;

    /// <summary>Four sums hide each other's latency: one register takes as long.</summary>
    private const int MostRegisters = 4;

    /// <param name="hidden">The hidden units [depth].</param>
    /// <param name="panels">w [depth, labels], packed.</param>
    /// <param name="biases">[labels], −∞ in the padding; whole registers.</param>
    /// <param name="upper">The largest that each logit can be [labels].</param>
    /// <param name="limit">What that has to reach for a label to be a candidate.</param>
    /// <param name="logits">Scratch [at least four registers].</param>
    /// <returns>The label of the largest logit, the first of equals; or <see cref="TooMany"/>.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static int Best<TSimd, TVector>(
        ReadOnlySpan<float> hidden, ReadOnlySpan<float> panels, ReadOnlySpan<float> biases, ReadOnlySpan<float> upper, float limit, Span<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(biases.Length == upper.Length && upper.Length % TSimd.Lanes == 0);
        Span<int> columns = stackalloc int[MostRegisters];
        var count = Find<TSimd, TVector>(upper, limit, columns);
        if (count == TooMany || logits.Length < MostRegisters * TSimd.Lanes)
        {
            return TooMany;
        }

        var packing = new Packing(PackedColumns.InMemory(panels.Length, hidden.Length, upper.Length, TSimd.Lanes), hidden.Length, TSimd.Lanes);
        for (var i = 0; i < columns.Length; i++)
        {
            // Where there are fewer, the first is computed again.
            columns[i] = i < count ? columns[i] : columns[0];
            if (packing.IsHalf(columns[i]))
            {
                return TooMany;
            }
        }

        Multiply<TSimd, TVector>(hidden, panels, biases, columns, packing, logits);
        var place = ArgMax.Of<TSimd, TVector>(logits[..(MostRegisters * TSimd.Lanes)]);
        return columns[place / TSimd.Lanes] + (place % TSimd.Lanes);
    }

    /// <summary>The first columns of the registers in which candidates stand.</summary>
    private static int Find<TSimd, TVector>(ReadOnlySpan<float> upper, float limit, Span<int> columns)
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
                    return TooMany;
                }

                columns[count++] = column;
            }
        }

        return count == 0 ? TooMany : count;
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> hidden, ReadOnlySpan<float> panels, ReadOnlySpan<float> biases, ReadOnlySpan<int> columns, Packing packing, Span<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var x = ref MemoryMarshal.GetReference(hidden);
        ref var w = ref MemoryMarshal.GetReference(panels);
        ref var from = ref MemoryMarshal.GetReference(biases);
        ref var to = ref MemoryMarshal.GetReference(logits);
        var (at0, stride0) = packing.OffsetOf(columns[0]);
        var (at1, stride1) = packing.OffsetOf(columns[1]);
        var (at2, stride2) = packing.OffsetOf(columns[2]);
        var (at3, stride3) = packing.OffsetOf(columns[3]);
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

    /// <summary>Where a register's first row is, and how far the next: Packing/PackedMatrix.cs.</summary>
    private readonly record struct Packing(int ColumnsInMemory, int Depth, int Lanes)
    {
        public bool IsHalf(int column) => column + Lanes > ColumnsInMemory;

        public (nuint First, nuint Stride) OffsetOf(int column)
        {
            var fullWidth = PanelWidth.Maximum * Lanes;
            var panel = column / fullWidth * fullWidth;
            var width = Math.Min(fullWidth, ColumnsInMemory - panel) / Lanes * Lanes;
            return ((nuint)((panel * Depth) + column - panel), (nuint)width);
        }
    }
}
