using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The best label by a product in bytes (Packing/ScreenedMatrix.cs says why and how), where that leaves no doubt. Only for instruction sets
/// with <see cref="ISimd{TVector}.HasByteProducts"/>.
/// </summary>
internal static class Screen
{
    /// <summary>Registers in a panel of bytes: as many sums as hide the latency of the three instructions of a step.</summary>
    public const int PanelVectors = 8;

    /// <summary>What <see cref="Single"/> gives where more than one label may be the best.</summary>
    public const int Undecided = -1;

    private const float Levels = 127f;

    /// <summary>bytes [n] = hidden [n], from 0 to 1, in steps of 1/127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToBytes<TSimd, TVector>(ReadOnlySpan<float> hidden, Span<byte> bytes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(hidden.Length % TSimd.Lanes == 0 && bytes.Length >= hidden.Length);
        ref var from = ref MemoryMarshal.GetReference(hidden);
        ref var to = ref MemoryMarshal.GetReference(bytes);
        var levels = TSimd.Broadcast(Levels);
        for (nuint i = 0; i < (nuint)hidden.Length; i += (nuint)TSimd.Lanes)
        {
            TSimd.StoreAsBytes(TSimd.Multiply(TSimd.Load(ref from, i), levels), ref to, i);
        }
    }

    /// <summary>The only label whose logit can be the largest, or <see cref="Undecided"/>.</summary>
    /// <param name="hidden">The hidden units as bytes [groups · 4].</param>
    /// <param name="panels">The weights as bytes, packed.</param>
    /// <param name="scales">[labels], padded to whole registers, as are all that follow.</param>
    /// <param name="biases">[labels], −∞ in the padding.</param>
    /// <param name="errors">[labels]: how far a logit can be off.</param>
    /// <param name="upper">Scratch [labels].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Single<TSimd, TVector>(
        ReadOnlySpan<byte> hidden,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<float> errors,
        Span<float> upper)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(upper.Length % TSimd.Lanes == 0 && panels.Length * sizeof(float) == hidden.Length * upper.Length);
        ref var groups = ref Unsafe.As<byte, int>(ref MemoryMarshal.GetReference(hidden));
        ref var panel = ref MemoryMarshal.GetReference(panels);
        ref var sums = ref MemoryMarshal.GetReference(upper);
        var count = (nuint)hidden.Length / sizeof(int);
        for (var left = upper.Length / TSimd.Lanes; left > 0;)
        {
            var vectors = Math.Min(left, PanelVectors);
            switch (vectors)
            {
                case 1: Panel<TSimd, TVector, Width1>(ref groups, count, ref panel, ref sums); break;
                case 2: Panel<TSimd, TVector, Width2>(ref groups, count, ref panel, ref sums); break;
                case 3: Panel<TSimd, TVector, Width3>(ref groups, count, ref panel, ref sums); break;
                case 4: Panel<TSimd, TVector, Width4>(ref groups, count, ref panel, ref sums); break;
                case 5: Panel<TSimd, TVector, Width5>(ref groups, count, ref panel, ref sums); break;
                case 6: Panel<TSimd, TVector, Width6>(ref groups, count, ref panel, ref sums); break;
                case 7: Panel<TSimd, TVector, Width7>(ref groups, count, ref panel, ref sums); break;
                default: Panel<TSimd, TVector, Width8>(ref groups, count, ref panel, ref sums); break;
            }

            var width = (nuint)(vectors * TSimd.Lanes);
            panel = ref Unsafe.Add(ref panel, width * count);
            sums = ref Unsafe.Add(ref sums, width);
            left -= vectors;
        }

        return Decide<TSimd, TVector>(scales, biases, errors, upper);
    }

    /// <summary>Leaves the sums of products, as whole numbers, in <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TSimd, TVector, TWidth>(ref int groups, nuint count, ref float panel, ref float sums)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        TVector sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7;
        sum0 = sum1 = sum2 = sum3 = sum4 = sum5 = sum6 = sum7 = TSimd.BroadcastBits(0);
        for (nuint group = 0; group < count; group++)
        {
            var x = TSimd.BroadcastBits(Unsafe.Add(ref groups, group));
            sum0 = TSimd.AddByteProducts(sum0, x, TSimd.Load(ref panel, 0));
            if (TWidth.Vectors > 1) sum1 = TSimd.AddByteProducts(sum1, x, TSimd.Load(ref panel, lanes));
            if (TWidth.Vectors > 2) sum2 = TSimd.AddByteProducts(sum2, x, TSimd.Load(ref panel, 2 * lanes));
            if (TWidth.Vectors > 3) sum3 = TSimd.AddByteProducts(sum3, x, TSimd.Load(ref panel, 3 * lanes));
            if (TWidth.Vectors > 4) sum4 = TSimd.AddByteProducts(sum4, x, TSimd.Load(ref panel, 4 * lanes));
            if (TWidth.Vectors > 5) sum5 = TSimd.AddByteProducts(sum5, x, TSimd.Load(ref panel, 5 * lanes));
            if (TWidth.Vectors > 6) sum6 = TSimd.AddByteProducts(sum6, x, TSimd.Load(ref panel, 6 * lanes));
            if (TWidth.Vectors > 7) sum7 = TSimd.AddByteProducts(sum7, x, TSimd.Load(ref panel, 7 * lanes));
            panel = ref Unsafe.Add(ref panel, (nuint)TWidth.Vectors * lanes);
        }

        TSimd.Store(sum0, ref sums, 0);
        if (TWidth.Vectors > 1) TSimd.Store(sum1, ref sums, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(sum2, ref sums, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(sum3, ref sums, 3 * lanes);
        if (TWidth.Vectors > 4) TSimd.Store(sum4, ref sums, 4 * lanes);
        if (TWidth.Vectors > 5) TSimd.Store(sum5, ref sums, 5 * lanes);
        if (TWidth.Vectors > 6) TSimd.Store(sum6, ref sums, 6 * lanes);
        if (TWidth.Vectors > 7) TSimd.Store(sum7, ref sums, 7 * lanes);
    }

    /// <summary>Turns the sums into the largest that each logit can be, and looks which of these reach the best of the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Decide<TSimd, TVector>(
        ReadOnlySpan<float> scales, ReadOnlySpan<float> biases, ReadOnlySpan<float> errors, Span<float> upper)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var bias = ref MemoryMarshal.GetReference(biases);
        ref var error = ref MemoryMarshal.GetReference(errors);
        ref var sums = ref MemoryMarshal.GetReference(upper);
        var bestLower = TSimd.Broadcast(float.NegativeInfinity);
        for (nuint i = 0; i < (nuint)upper.Length; i += (nuint)TSimd.Lanes)
        {
            var logit = TSimd.MultiplyAdd(TSimd.ToFloat(TSimd.Load(ref sums, i)), TSimd.Load(ref scale, i), TSimd.Load(ref bias, i));
            var off = TSimd.Load(ref error, i);
            bestLower = TSimd.AtLeast(bestLower, TSimd.Subtract(logit, off));
            TSimd.Store(TSimd.Add(logit, off), ref sums, i);
        }

        var limit = TSimd.Broadcast(TSimd.MaximumAcross(bestLower));
        var found = Undecided;
        for (nuint i = 0; i < (nuint)upper.Length; i += (nuint)TSimd.Lanes)
        {
            var candidates = TSimd.LanesAtLeast(TSimd.Load(ref sums, i), limit);
            if (candidates != 0)
            {
                if (found != Undecided || !BitOperations.IsPow2(candidates))
                {
                    return Undecided;
                }

                found = (int)i + BitOperations.TrailingZeroCount(candidates);
            }
        }

        return found;
    }
}
