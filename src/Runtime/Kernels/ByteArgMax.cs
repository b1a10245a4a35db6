using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The best label by a product in bytes (Packing/ByteWeights.cs says why and with which error bounds), where that
/// leaves only one candidate. For instruction sets with <see cref="ISimd{TVector}.HasByteProducts"/>.
/// </summary>
internal static class ByteArgMax
{
    /// <summary>The largest integer that a hidden unit or a weight becomes.</summary>
    public const float Levels = 127f;

    /// <summary>bytes [n] = round(hidden [n] · 127).</summary>
    /// <param name="hidden">[n]: hidden units, from 0 to 1; n is a multiple of the lanes.</param>
    /// <param name="bytes">[at least n].</param>
    [MethodImpl(HotPath.Compiled)]
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

    /// <summary>Finds the only label whose logit can be the largest.</summary>
    /// <param name="hidden">[groups · 4]: the hidden units as bytes.</param>
    /// <param name="panels">[groups, padded labels]: the weights, four bytes to a float.</param>
    /// <param name="scales">[padded labels]: what a sum of products is multiplied by.</param>
    /// <param name="biases">[padded labels], −∞ in the padding.</param>
    /// <param name="errors">[padded labels]: how far the computed logit can be from the exact one.</param>
    /// <param name="upper">[padded labels]: receives the upper bound of each logit.</param>
    /// <param name="limit">
    /// Receives the lower bound of the largest logit: only labels whose upper bound reaches it are candidates.
    /// </param>
    /// <param name="label">Receives the label; means nothing where there is more than one candidate.</param>
    /// <returns>Whether there is only one candidate.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static bool TryFindUnique<TSimd, TVector>(
        ReadOnlySpan<byte> hidden,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<float> errors,
        Span<float> upper,
        out float limit,
        out int label)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(upper.Length % TSimd.Lanes == 0 && panels.Length * sizeof(float) == hidden.Length * upper.Length);
        var groups = MemoryMarshal.Cast<byte, int>(hidden);
        if (upper.Length == 8 * TSimd.Lanes)
        {
            return OnePanel<TSimd, TVector, Width8>(groups, panels, scales, biases, errors, upper, out limit, out label);
        }

        IntegerProduct.Sum<TSimd, TVector, ByteProducts<TSimd, TVector>>(groups, panels, upper, Direction.Forward);
        limit = BoundLogits<TSimd, TVector>(scales, biases, errors, upper);
        return CountCandidates<TSimd, TVector>(upper, limit, out label) == 1;
    }

    /// <summary>Turns the sums in <paramref name="upper"/> into the upper bounds of the logits.</summary>
    /// <returns>The largest of the lower bounds.</returns>
    [MethodImpl(HotPath.Inlined)]
    private static float BoundLogits<TSimd, TVector>(
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
            var sum = TSimd.ToFloat(TSimd.Load(ref sums, i));
            var logit = TSimd.MultiplyAdd(sum, TSimd.Load(ref scale, i), TSimd.Load(ref bias, i));
            var bound = TSimd.Load(ref error, i);
            bestLower = TSimd.AtLeast(bestLower, TSimd.Subtract(logit, bound));
            TSimd.Store(TSimd.Add(logit, bound), ref sums, i);
        }

        return TSimd.MaximumAcross(bestLower);
    }

    /// <summary>Counts the labels whose upper bound is at least the limit.</summary>
    /// <remarks>
    /// Without a branch, since the place of the best label cannot be predicted: places are summed, and where there is
    /// one candidate the sum is its place.
    /// </remarks>
    [MethodImpl(HotPath.Inlined)]
    private static int CountCandidates<TSimd, TVector>(ReadOnlySpan<float> upper, float limit, out int place)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(upper);
        var limits = TSimd.Broadcast(limit);
        var count = 0;
        place = 0;
        for (nuint i = 0; i < (nuint)upper.Length; i += (nuint)TSimd.Lanes)
        {
            var candidates = TSimd.MaskGreaterOrEqual(TSimd.Load(ref first, i), limits);
            var here = BitOperations.PopCount(candidates);
            count += here;
            place += here * ((int)i + BitOperations.TrailingZeroCount(candidates));
        }

        return count;
    }

    [MethodImpl(HotPath.Compiled)]
    private static bool OnePanel<TSimd, TVector, TWidth>(
        ReadOnlySpan<int> groups,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<float> errors,
        Span<float> upper,
        out float limit,
        out int label)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        IntegerProduct.SumPanel<TSimd, TVector, ByteProducts<TSimd, TVector>, TWidth>(
            ref MemoryMarshal.GetReference(groups),
            groups.Length,
            1,
            ref MemoryMarshal.GetReference(panel),
            out var s0,
            out var s1,
            out var s2,
            out var s3,
            out var s4,
            out var s5,
            out var s6,
            out var s7);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var bias = ref MemoryMarshal.GetReference(biases);
        ref var error = ref MemoryMarshal.GetReference(errors);
        ref var to = ref MemoryMarshal.GetReference(upper);
        var even = TSimd.Broadcast(float.NegativeInfinity);
        var odd = even;
        var l = (nuint)TSimd.Lanes;
        s0 = Bound<TSimd, TVector>(s0, ref scale, ref bias, ref error, ref to, 0, ref even);
        s1 = Bound<TSimd, TVector>(s1, ref scale, ref bias, ref error, ref to, l, ref odd);
        s2 = Bound<TSimd, TVector>(s2, ref scale, ref bias, ref error, ref to, 2 * l, ref even);
        s3 = Bound<TSimd, TVector>(s3, ref scale, ref bias, ref error, ref to, 3 * l, ref odd);
        s4 = Bound<TSimd, TVector>(s4, ref scale, ref bias, ref error, ref to, 4 * l, ref even);
        s5 = Bound<TSimd, TVector>(s5, ref scale, ref bias, ref error, ref to, 5 * l, ref odd);
        s6 = Bound<TSimd, TVector>(s6, ref scale, ref bias, ref error, ref to, 6 * l, ref even);
        s7 = Bound<TSimd, TVector>(s7, ref scale, ref bias, ref error, ref to, 7 * l, ref odd);
        limit = TSimd.MaximumAcross(TSimd.AtLeast(even, odd));
        var limits = TSimd.Broadcast(limit);
        var low = Mask<TSimd, TVector>(s0, s1, s2, s3, limits);
        var high = Mask<TSimd, TVector>(s4, s5, s6, s7, limits);
        label = low != 0
            ? BitOperations.TrailingZeroCount(low)
            : (4 * TSimd.Lanes) + BitOperations.TrailingZeroCount(high);
        return BitOperations.PopCount(low) + BitOperations.PopCount(high) == 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask<TSimd, TVector>(TVector s0, TVector s1, TVector s2, TVector s3, TVector limits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MaskGreaterOrEqual(s0, limits)
            | ((ulong)TSimd.MaskGreaterOrEqual(s1, limits) << TSimd.Lanes)
            | ((ulong)TSimd.MaskGreaterOrEqual(s2, limits) << (2 * TSimd.Lanes))
            | ((ulong)TSimd.MaskGreaterOrEqual(s3, limits) << (3 * TSimd.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bound<TSimd, TVector>(
        TVector sums, ref float scale, ref float bias, ref float error, ref float to, nuint column, ref TVector lower)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var logit = TSimd.MultiplyAdd(TSimd.ToFloat(sums), TSimd.Load(ref scale, column), TSimd.Load(ref bias, column));
        var e = TSimd.Load(ref error, column);
        lower = TSimd.AtLeast(lower, TSimd.Subtract(logit, e));
        var u = TSimd.Add(logit, e);
        TSimd.Store(u, ref to, column);
        return u;
    }
}
