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
    /// (60,000 random rows of up to 1000 logits: 3.1e-7 one value at a time, 2.1e-7 in vectors). The part that grows
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
        var f = new ExponentialOperator(LargestOf<TSimd, TVector>(logits));
        var sum = Exponentials<TSimd, TVector, ExponentialOperator>(logits, probabilities, f);

        // One division for all.
        Lanewise.Map<TSimd, TVector, ScaleOperator>(probabilities, probabilities, new ScaleOperator(1f / sum));
    }

    /// <summary>The best label of a word, and the probabilities of all.</summary>
    /// <param name="logits">[padded labels], −∞ in the padding; receives their exponentials.</param>
    /// <param name="temperature">
    /// What divides the logits: finite and positive; 1 gives the same bits as no temperature. The maximum is subtracted
    /// first, so that no temperature makes anything overflow.
    /// </param>
    /// <param name="probabilities">[labels]: receives the probabilities.</param>
    /// <returns>The label that <see cref="ArgMax"/> gives.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static int Label<TSimd, TVector>(Span<float> logits, float temperature, Span<float> probabilities)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var largest = LargestOf<TSimd, TVector>(logits);
        var label = ArgMax.FirstEqual<TSimd, TVector>(logits, largest);
        var sum = temperature == 1f
            ? Exponentials<TSimd, TVector, ExponentialOperator>(logits, logits, new ExponentialOperator(largest))
            : Exponentials<TSimd, TVector, TemperedExponentialOperator>(
                logits, logits, new TemperedExponentialOperator(largest, temperature));
        Lanewise.Map<TSimd, TVector, ScaleOperator>(
            logits[..probabilities.Length], probabilities, new ScaleOperator(1f / sum));
        return float.IsNaN(sum) ? 0 : label;
    }

    /// <summary>The best label of a word, and the probability of one label.</summary>
    /// <param name="logits">[padded labels], −∞ in the padding.</param>
    /// <param name="temperature">What divides the logits, as in <see cref="Label"/>.</param>
    /// <param name="wanted">The label whose probability is wanted; negative for the best.</param>
    /// <param name="probability">Receives it, the same bits as those of <see cref="Label"/>.</param>
    /// <returns>The best label.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static int LabelWithConfidence<TSimd, TVector>(
        ReadOnlySpan<float> logits, float temperature, int wanted, out float probability)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var largest = LargestOf<TSimd, TVector>(logits);
        var sum = temperature == 1f
            ? Lanewise.Reduce<TSimd, TVector, ExponentialOperator, SumReduction>(
                logits, new ExponentialOperator(largest))
            : Lanewise.Reduce<TSimd, TVector, TemperedExponentialOperator, SumReduction>(
                logits, new TemperedExponentialOperator(largest, temperature));

        // The exponential of the best label is e^0 = 1.
        probability = 1f / sum;
        if (wanted >= 0)
        {
            probability *= ExponentialOf<TSimd, TVector>(logits[wanted], largest, temperature);
        }

        return float.IsNaN(sum) ? 0 : ArgMax.FirstEqual<TSimd, TVector>(logits, largest);
    }

    /// <summary>
    /// e^((logit − largest) / temperature). Not in its caller, which few calls need it in and which was slower by half
    /// with memory of its own on the stack.
    /// </summary>
    [MethodImpl(HotPath.Rare)]
    private static float ExponentialOf<TSimd, TVector>(float logit, float largest, float temperature)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var value = new Span<float>(ref logit);
        Lanewise.Map<TSimd, TVector, TemperedExponentialOperator>(
            value, value, new TemperedExponentialOperator(largest, temperature));
        return logit;
    }

    /// <summary>
    /// The largest logit; any of them where one is NaN: the sum of the exponentials will be NaN all the same.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LargestOf<TSimd, TVector>(ReadOnlySpan<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Lanewise.Reduce<TSimd, TVector, MaximumReduction>(logits);

    /// <summary>exponentials [n] = f(logits [n]).</summary>
    /// <returns>Their sum.</returns>
    [MethodImpl(HotPath.Inlined)]
    private static float Exponentials<TSimd, TVector, TExponential>(
        ReadOnlySpan<float> logits, Span<float> exponentials, TExponential f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TExponential : struct, IUnaryOperator =>

        // e^−∞ is 0: lanes without a logit add nothing to the sum.
        Lanewise.MapReduce<TSimd, TVector, TExponential, SumReduction>(
            logits, exponentials, f, filler: float.NegativeInfinity);

    /// <summary>e^(x − offset).</summary>
    private readonly struct ExponentialOperator(float offset) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            Exponential.OfNonPositive<TSimd, TVector>(TSimd.Subtract(x, TSimd.Broadcast(offset)));
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
            return Exponential.OfNonPositive<TSimd, TVector>(TSimd.Divide(distance, TSimd.Broadcast(temperature)));
        }
    }
}
