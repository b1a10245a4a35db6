using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// p_i = e^(z_i − max z) / Σ_j e^(z_j − max z). The maximum is subtracted first, so that nothing overflows. All
/// probabilities are NaN where a logit is NaN or +∞, or all are −∞.
/// </summary>
internal static class Softmax
{
    /// <summary>2^−24: half the distance from 1 to the next float.</summary>
    private const float UnitRoundoff = 5.9604645e-8f;

    /// <summary>
    /// Largest absolute error of a probability against the reference in double precision. Usual rows stay far below it
    /// (60,000 random rows of up to 1000 logits: 3.7e-7 one value at a time, 2.5e-7 in vectors). The part that grows
    /// with the number of logits is reached where one logit is so large that the others, added to its exponential one
    /// by one, are lost.
    /// </summary>
    /// <param name="logits">The number of logits.</param>
    public static float AbsoluteErrorBound(int logits) => 2e-7f + (logits * UnitRoundoff);

    /// <summary>
    /// probabilities [n] = the softmax of logits [n]; both may be the same memory.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector>(ReadOnlySpan<float> logits, Span<float> probabilities)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var maximum = Maximum.Of<TSimd, TVector>(logits);

        // e^−∞ is 0: lanes without a logit add nothing to the sum.
        var sum = Lanewise.MapReduce<TSimd, TVector, ExponentialOperator, SumReduction>(
            logits, probabilities, new ExponentialOperator(maximum), filler: float.NegativeInfinity);
        Lanewise.Map<TSimd, TVector, DivideOperator>(probabilities, probabilities, new DivideOperator(sum));
    }

    /// <summary>
    /// probabilities [n] = the softmax of logits [n] / temperature; both may be the same memory. The maximum is
    /// subtracted before the division, so that no temperature makes anything overflow.
    /// </summary>
    /// <param name="logits">[n].</param>
    /// <param name="temperature">Finite and positive; 1 gives the same bits as no temperature.</param>
    /// <param name="probabilities">[n]: receives the probabilities.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector>(ReadOnlySpan<float> logits, float temperature, Span<float> probabilities)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (temperature == 1f)
        {
            Apply<TSimd, TVector>(logits, probabilities);
            return;
        }

        var maximum = Maximum.Of<TSimd, TVector>(logits);
        var sum = Lanewise.MapReduce<TSimd, TVector, TemperedExponentialOperator, SumReduction>(
            logits, probabilities, new TemperedExponentialOperator(maximum, temperature), float.NegativeInfinity);
        Lanewise.Map<TSimd, TVector, DivideOperator>(probabilities, probabilities, new DivideOperator(sum));
    }

    /// <summary>e^(x − offset).</summary>
    private readonly struct ExponentialOperator(float offset) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            Exponential.Of<TSimd, TVector>(TSimd.Subtract(x, TSimd.Broadcast(offset)));
    }

    /// <summary>e^((x − offset) / temperature).</summary>
    private readonly struct TemperedExponentialOperator(float offset, float temperature) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var distance = TSimd.Subtract(x, TSimd.Broadcast(offset));
            return Exponential.Of<TSimd, TVector>(TSimd.Divide(distance, TSimd.Broadcast(temperature)));
        }
    }
}
