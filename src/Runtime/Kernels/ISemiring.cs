using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// How the scores of label sequences are put together, as a type: along a sequence by one operation, over all sequences by another that it
/// distributes over. Two such pairs make of one loop the search for the best sequence and the sum over all of them (J. Goodman, Semiring
/// Parsing, 1999).
/// </summary>
internal interface ISemiring
{
    /// <summary>What the combination over sequences begins with.</summary>
    static abstract float Zero { get; }

    /// <summary>Combines what there is so far with one more: x and w, put together along the sequence.</summary>
    static abstract TVector Combine<TSimd, TVector>(TVector soFar, TVector x, TVector w)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>The largest of sums. Where one of them is NaN the result is any value.</summary>
/// <remarks>
/// x + w is computed as 1 · x + w in one, which is the same float: on Zen 4 sums and maxima wait for the same two of four units, fused ones go to the
/// others. Measured (Zen 4, AVX-512): a word's step of <see cref="Viterbi"/> 135 instead of 185 ns for 63
/// labels, 520 instead of 602 ns for 127.
/// </remarks>
internal readonly struct MaxPlus : ISemiring
{
    public static float Zero => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x, TVector w)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(soFar, TSimd.MultiplyAdd(TSimd.Broadcast(1f), x, w));
}

/// <summary>The sum of products.</summary>
internal readonly struct SumProduct : ISemiring
{
    public static float Zero => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x, TVector w)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.MultiplyAdd(x, w, soFar);
}
