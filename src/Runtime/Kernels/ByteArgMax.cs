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
        if (upper.Length <= IntegerProduct.PanelVectors * TSimd.Lanes)
        {
            return (upper.Length / TSimd.Lanes) switch
            {
                1 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width1>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                2 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width2>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                3 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width3>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                4 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width4>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                5 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width5>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                6 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width6>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                7 => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width7>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
                _ => ByteArgMaxPanel.TryFindUnique<TSimd, TVector, Width8>(
                    groups, panels, scales, biases, errors, upper, out limit, out label),
            };
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
}
