using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// <see cref="ByteArgMax"/> where all labels fit one panel: sums, bounds and the choice stay in registers. Measured
/// beside the loops over memory (Emerald Rapids, AVX-512, .NET 10.0.12, 127 labels): with 16 and 64 hidden units a step
/// takes 0.97 of the time, a sentence 0.93 and 0.96, a batch 0.91 and 0.96; with 200 nothing changes.
/// </summary>
internal static class ByteArgMaxPanel
{
    /// <summary>Finds the only label whose logit can be the largest.</summary>
    /// <param name="groups">[groups]: the hidden units as bytes, four to an element.</param>
    /// <param name="panel">[groups, padded labels]: the weights, four bytes to a float.</param>
    /// <param name="scales">[padded labels], and so on: as in <see cref="ByteArgMax"/>.</param>
    /// <param name="biases">[padded labels].</param>
    /// <param name="errors">[padded labels].</param>
    /// <param name="upper">[padded labels]: receives the upper bound of each logit.</param>
    /// <param name="limit">Receives the lower bound of the largest logit.</param>
    /// <param name="label">Receives the label; means nothing where there is more than one candidate.</param>
    /// <returns>Whether there is only one candidate.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static bool TryFindUnique<TSimd, TVector, TWidth>(
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
            out var sum0,
            out var sum1,
            out var sum2,
            out var sum3,
            out var sum4,
            out var sum5,
            out var sum6,
            out var sum7);

        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var bias = ref MemoryMarshal.GetReference(biases);
        ref var error = ref MemoryMarshal.GetReference(errors);
        ref var to = ref MemoryMarshal.GetReference(upper);

        // The largest lower bound in two chains, so that no register waits for the one before it.
        var none = TSimd.Broadcast(float.NegativeInfinity);
        var (even, odd) = (none, none);
        var upper0 = Upper<TSimd, TVector>(sum0, 0, ref scale, ref bias, ref error, ref to, ref even);
        var upper1 = TWidth.Vectors > 1
            ? Upper<TSimd, TVector>(sum1, 1, ref scale, ref bias, ref error, ref to, ref odd)
            : none;
        var upper2 = TWidth.Vectors > 2
            ? Upper<TSimd, TVector>(sum2, 2, ref scale, ref bias, ref error, ref to, ref even)
            : none;
        var upper3 = TWidth.Vectors > 3
            ? Upper<TSimd, TVector>(sum3, 3, ref scale, ref bias, ref error, ref to, ref odd)
            : none;
        var upper4 = TWidth.Vectors > 4
            ? Upper<TSimd, TVector>(sum4, 4, ref scale, ref bias, ref error, ref to, ref even)
            : none;
        var upper5 = TWidth.Vectors > 5
            ? Upper<TSimd, TVector>(sum5, 5, ref scale, ref bias, ref error, ref to, ref odd)
            : none;
        var upper6 = TWidth.Vectors > 6
            ? Upper<TSimd, TVector>(sum6, 6, ref scale, ref bias, ref error, ref to, ref even)
            : none;
        var upper7 = TWidth.Vectors > 7
            ? Upper<TSimd, TVector>(sum7, 7, ref scale, ref bias, ref error, ref to, ref odd)
            : none;
        limit = TSimd.MaximumAcross(TSimd.AtLeast(even, odd));

        // No branch on the place of the label, which cannot be predicted.
        var limits = TSimd.Broadcast(limit);
        var low = Candidates<TSimd, TVector>(upper0, upper1, upper2, upper3, limits);
        var high = TWidth.Vectors > 4 ? Candidates<TSimd, TVector>(upper4, upper5, upper6, upper7, limits) : 0;
        label = low != 0
            ? BitOperations.TrailingZeroCount(low)
            : (4 * TSimd.Lanes) + BitOperations.TrailingZeroCount(high);
        return BitOperations.PopCount(low) + BitOperations.PopCount(high) == 1;
    }

    /// <summary>A bit for each label of four registers whose upper bound reaches the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Candidates<TSimd, TVector>(
        TVector upper0, TVector upper1, TVector upper2, TVector upper3, TVector limits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MaskGreaterOrEqual(upper0, limits)
            | ((ulong)TSimd.MaskGreaterOrEqual(upper1, limits) << TSimd.Lanes)
            | ((ulong)TSimd.MaskGreaterOrEqual(upper2, limits) << (2 * TSimd.Lanes))
            | ((ulong)TSimd.MaskGreaterOrEqual(upper3, limits) << (3 * TSimd.Lanes));

    /// <summary>The upper bounds of the logits of one register, which are stored too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Upper<TSimd, TVector>(
        TVector sums,
        int register,
        ref float scales,
        ref float biases,
        ref float errors,
        ref float to,
        ref TVector lower)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var at = (nuint)(register * TSimd.Lanes);
        var logit = TSimd.MultiplyAdd(TSimd.ToFloat(sums), TSimd.Load(ref scales, at), TSimd.Load(ref biases, at));
        var error = TSimd.Load(ref errors, at);
        var upper = TSimd.Add(logit, error);
        lower = TSimd.AtLeast(lower, TSimd.Subtract(logit, error));
        TSimd.Store(upper, ref to, at);
        return upper;
    }
}
