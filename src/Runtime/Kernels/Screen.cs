using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The best label by a product in bytes (Packing/ByteWeights.cs says why and how), where that leaves no doubt. Only for instruction sets
/// with <see cref="ISimd{TVector}.HasByteProducts"/>.
/// </summary>
internal static class Screen
{
    /// <summary>What <see cref="Single"/> gives where more than one label may be the best.</summary>
    public const int Undecided = -1;

    /// <summary>The largest of the whole numbers that stand for hidden units and for weights.</summary>
    public const float Levels = 127f;

    /// <summary>bytes [n] = hidden [n], from 0 to 1, in steps of 1/127.</summary>
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

    /// <summary>The only label whose logit can be the largest, or <see cref="Undecided"/>.</summary>
    /// <param name="hidden">The hidden units as bytes [groups · 4].</param>
    /// <param name="panels">The weights as bytes, packed.</param>
    /// <param name="scales">[labels], padded to whole registers, as are all that follow.</param>
    /// <param name="biases">[labels], −∞ in the padding.</param>
    /// <param name="errors">[labels]: how far a logit can be off.</param>
    /// <param name="upper">Receives the largest that each logit can be [labels].</param>
    /// <param name="limit">Receives the smallest that the largest logit can be: labels that cannot reach it are out.</param>
    [MethodImpl(HotPath.Compiled)]
    public static int Single<TSimd, TVector>(
        ReadOnlySpan<byte> hidden,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<float> errors,
        Span<float> upper,
        out float limit)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(upper.Length % TSimd.Lanes == 0 && panels.Length * sizeof(float) == hidden.Length * upper.Length);
        var groups = MemoryMarshal.Cast<byte, int>(hidden);
        IntegerProduct.Sum<TSimd, TVector, ByteProducts<TSimd, TVector>>(groups, panels, upper, Direction.Forward);
        return Decide<TSimd, TVector>(scales, biases, errors, upper, out limit);
    }

    /// <summary>Turns the sums into the largest that each logit can be, and looks which of these reach the best of the smallest.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static int Decide<TSimd, TVector>(
        ReadOnlySpan<float> scales, ReadOnlySpan<float> biases, ReadOnlySpan<float> errors, Span<float> upper, out float limit)
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

        limit = TSimd.MaximumAcross(bestLower);
        var limits = TSimd.Broadcast(limit);
        // Without a branch: where the best label stands cannot be foreseen. Where there is one candidate, the sum of the places is its place.
        var count = 0;
        var place = 0;
        for (nuint i = 0; i < (nuint)upper.Length; i += (nuint)TSimd.Lanes)
        {
            var candidates = TSimd.MaskGreaterOrEqual(TSimd.Load(ref sums, i), limits);
            var here = BitOperations.PopCount(candidates);
            count += here;
            place += here * ((int)i + BitOperations.TrailingZeroCount(candidates));
        }

        return count == 1 ? place : Undecided;
    }
}
