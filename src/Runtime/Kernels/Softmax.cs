using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// p_i = e^(z_i − max z) / Σ_j e^(z_j − max z). The maximum goes first, so nothing overflows. All NaN where a logit is NaN or +∞.
/// </summary>
internal static class Softmax
{
    /// <summary>2^−24: half the distance from 1 to the next float.</summary>
    private const float UnitRoundoff = 5.9604645e-8f;

    /// <summary>
    /// Largest absolute error of a probability against the twin in double. Usual rows stay far below (60,000 random ones of up to 1000
    /// logits: 3.7e-7 one value at a time, 2.5e-7 in vectors); the part that grows with the number of logits is reached where one of
    /// them is so large that the others, added to it one by one, are lost.
    /// </summary>
    public static float AbsoluteErrorBound(int logits) => 2e-7f + (logits * UnitRoundoff);

    /// <summary>Writes the softmax of <paramref name="logits"/> [n] to <paramref name="probabilities"/> [n]; both may be the same memory.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector>(ReadOnlySpan<float> logits, Span<float> probabilities)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var source = ref MemoryMarshal.GetReference(logits);
        ref var target = ref MemoryMarshal.GetReference(probabilities);
        var lanes = TSimd.Lanes;
        var whole = logits.Length - (logits.Length % lanes);
        var rest = logits.Length - whole;
        var maximum = TSimd.Broadcast(Maximum.Of<TSimd, TVector>(logits));

        var sum = TSimd.Broadcast(0f);
        for (var i = 0; i < whole; i += lanes)
        {
            var e = Exponential.Of<TSimd, TVector>(TSimd.Subtract(TSimd.Load(ref source, (nuint)i), maximum));
            sum = TSimd.Add(sum, e);
            TSimd.Store(e, ref target, (nuint)i);
        }

        if (rest > 0)
        {
            // e^−∞ is 0: the lanes that hold no logit add nothing.
            var z = PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref source, whole), rest, filler: float.NegativeInfinity);
            var e = Exponential.Of<TSimd, TVector>(TSimd.Subtract(z, maximum));
            sum = TSimd.Add(sum, e);
            PartialVector.Store<TSimd, TVector>(e, ref Unsafe.Add(ref target, whole), rest);
        }

        Divide<TSimd, TVector>(probabilities, TSimd.SumAcross(sum));
    }

    [MethodImpl(HotPath.Compiled)]
    private static void Divide<TSimd, TVector>(Span<float> values, float divisor)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        var divisors = TSimd.Broadcast(divisor);
        for (var i = 0; i < whole; i += TSimd.Lanes)
        {
            TSimd.Store(TSimd.Divide(TSimd.Load(ref first, (nuint)i), divisors), ref first, (nuint)i);
        }

        for (var i = whole; i < values.Length; i++)
        {
            values[i] /= divisor;
        }
    }
}
