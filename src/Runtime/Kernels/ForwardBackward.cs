using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The marginal probability of each label of each word, where the probability of a label sequence is e^score / Z with
/// the score of <see cref="Viterbi"/>: the linear-chain conditional random field (J. Lafferty, A. McCallum, F. Pereira,
/// 2001), computed by the forward-backward algorithm with every step scaled to sum to 1 (L. Rabiner, A tutorial on
/// hidden Markov models, 1989, section V.A).
/// </summary>
/// <remarks>
/// It works on probabilities, not on their logarithms: a step is then a product of a vector and a matrix of
/// exponentials that are computed once, whereas logarithms would need an exponential for each pair of labels of each
/// word. Measured (Zen 4, sentences of 12 words, AVX-512): 980 ns a word for 127 labels, 250 for 63, 126 for 20; AVX2
/// 1100, 285 and 115. With the matrices always read from their first row on, 127 labels take 1190 ns.
/// <see cref="Exponentiate"/> takes 12 µs for 127 labels.
/// </remarks>
internal static class ForwardBackward
{
    /// <summary>
    /// Transitions are clamped to at least (largest − 80), forbidden ones included. Why 80: one step multiplies
    /// probabilities that sum to 1 by factors ≥ e^−80 ≈ 1.8e-35, still a normal float, so the forward sum cannot
    /// underflow; backward, any two factors differ by at most e^80 around a mean of 1. Logits are not clamped: the
    /// probability of a label more than 104 below its word's best logit is 0.
    /// <see cref="ForwardBackwardPrecision"/> tells where either matters.
    /// </summary>
    public const float Floor = -80f;

    /// <summary>
    /// 2^110: the products of a step are multiplied by it until they are divided by their sum. Otherwise a label with
    /// both a small logit and small transitions would underflow, though the following words may make it the most
    /// probable. Sums over a hundred thousand labels still do not overflow.
    /// </summary>
    private const float Lift = 1.2980742e33f;

    private const float LiftExponent = 110f;

    /// <summary>
    /// Largest absolute error of a marginal probability against the reference in double precision, for scores from −10
    /// to 10, up to fifty words and up to 130 labels (measured over 400 random sentences: 4.9e-7 one value at a time,
    /// 4.8e-7 in vectors).
    /// </summary>
    public const float AbsoluteErrorBound = 1e-6f;

    /// <summary>Largest absolute error of log Z for each word of the sentence (measured likewise: 9.3e-7).</summary>
    public const float LogPartitionErrorBound = 2e-6f;

    /// <summary>
    /// exponentials = e^max(transitions − the largest transition, <see cref="Floor"/>), and 0 in the padding. The
    /// result for the transposed matrix is the transposed result. All NaN where a transition is NaN or +∞, or all are
    /// −∞.
    /// </summary>
    /// <param name="transitions">[labels, stride]; the padding may be anything.</param>
    /// <param name="stride">The number of labels, padded to whole registers.</param>
    /// <param name="exponentials">[labels, stride]; may be the memory of the transitions.</param>
    /// <returns>The largest transition.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static float Exponentiate<TSimd, TVector>(
        ReadOnlySpan<float> transitions, int stride, Span<float> exponentials)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(
            stride % TSimd.Lanes == 0 && transitions.Length % stride == 0 && exponentials.Length == transitions.Length);
        var labels = transitions.Length / stride;
        var largest = float.NegativeInfinity;
        for (var row = 0; row < labels; row++)
        {
            // Math.Max propagates NaN.
            largest = Math.Max(largest, Maximum.Of<TSimd, TVector>(transitions.Slice(row * stride, labels)));
        }

        Lanewise.Map<TSimd, TVector, TransitionOperator>(transitions, exponentials, new TransitionOperator(largest));
        for (var row = 0; row < labels; row++)
        {
            exponentials[((row * stride) + labels)..((row + 1) * stride)].Clear();
        }

        return largest;
    }

    /// <summary>
    /// Computes the marginal probabilities and log Z. All NaN where a logit or start score is NaN or +∞, or all labels
    /// of a word are −∞. The probability of a pair of neighbouring labels follows from the outputs: P(y_(t−1) = i, y_t
    /// = j) = exponentials[i, j] · forward[t − 1, i] · backward[t, j]. Its sum over the words is ∂ log Z / ∂
    /// transitions[i, j].
    /// </summary>
    /// <param name="logits">
    /// [words, stride], −∞ in the padding; stride is the number of labels padded to whole registers.
    /// </param>
    /// <param name="start">[stride]: scores of the first word's label; neither NaN nor +∞ in the padding.</param>
    /// <param name="products">The products with the exponentials of the transitions.</param>
    /// <param name="largestTransition">The largest transition, from <see cref="Exponentiate"/>.</param>
    /// <param name="forward">
    /// [words, stride]: receives the probability of each label given the words up to its own; 0 in the padding.
    /// </param>
    /// <param name="backward">
    /// [words, stride]: receives the factor that each label has from its own logit and all following words, scaled so
    /// that the probabilities of the pairs of this word's label and the one before it sum to 1; 0 in the padding. The
    /// row of the first word belongs to no pair.
    /// </param>
    /// <param name="marginals">
    /// [words, stride]: receives the probability of each label given all words; 0 in the padding.
    /// </param>
    /// <param name="smallestScale">
    /// Receives the smallest part of the probability that the labels of a word with its best logit had before it.
    /// </param>
    /// <returns>log Z.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static double Compute<TSimd, TVector, TProducts>(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        TProducts products,
        float largestTransition,
        Span<float> forward,
        Span<float> backward,
        Span<float> marginals,
        out double smallestScale)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, ITransitionProducts, allows ref struct
    {
        smallestScale = 1;
        var stride = start.Length;
        Debug.Assert(stride > 0 && stride % TSimd.Lanes == 0 && logits.Length % stride == 0);
        Debug.Assert(products.Labels <= stride);
        Debug.Assert(forward.Length == logits.Length && backward.Length == logits.Length);
        Debug.Assert(marginals.Length == logits.Length);
        if (logits.IsEmpty)
        {
            return 0;
        }

        var logPartition = Forward<TSimd, TVector, TProducts>(
            logits, start, products, largestTransition, forward, backward, out smallestScale);
        Backward<TSimd, TVector, TProducts>(products, stride, forward, backward, marginals);
        return logPartition;
    }

    /// <summary>
    /// The forward step of all words. <paramref name="emissions"/> [words, stride] receives e^(logit − the largest of
    /// the word), divided by the sum of the step.
    /// </summary>
    /// <returns>log Z.</returns>
    [MethodImpl(HotPath.Compiled)]
    private static double Forward<TSimd, TVector, TProducts>(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        TProducts products,
        float largestTransition,
        Span<float> forward,
        Span<float> emissions,
        out double smallestScale)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, ITransitionProducts, allows ref struct
    {
        var stride = start.Length;
        forward[..stride].Fill(1f);
        start.CopyTo(emissions);
        Elementwise.Add<TSimd, TVector>(logits[..stride], emissions[..stride]);
        var logPartition = Emit<TSimd, TVector>(emissions[..stride], forward[..stride], emissions[..stride], out _);
        smallestScale = 1;
        for (var t = 1; t * stride < logits.Length; t++)
        {
            var current = forward.Slice(t * stride, stride);
            products.Follow<TSimd, TVector>(
                forward.Slice((t - 1) * stride, products.Labels), current, DirectionOf(t));
            var logScale = Emit<TSimd, TVector>(
                logits.Slice(t * stride, stride), current, emissions.Slice(t * stride, stride), out var scale);
            logPartition += largestTransition + logScale;
            smallestScale = Math.Min(smallestScale, scale);
        }

        return logPartition;
    }

    /// <summary>
    /// emissions [stride] = e^(logits [stride] − the largest of them) · 2^110; probabilities [stride] *= emissions;
    /// both are divided by the sum of the products. One loop, since two outputs in two loops are slower for few labels.
    /// </summary>
    /// <returns>The logarithm of the factor that both lost.</returns>
    [MethodImpl(HotPath.Compiled)]
    private static double Emit<TSimd, TVector>(
        ReadOnlySpan<float> logits, Span<float> probabilities, Span<float> emissions, out double scale)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var largest = Maximum.Of<TSimd, TVector>(logits);
        ref var from = ref MemoryMarshal.GetReference(logits);
        ref var p = ref MemoryMarshal.GetReference(probabilities);
        ref var e = ref MemoryMarshal.GetReference(emissions);
        var sums = new Chains<TSimd, TVector, SumReduction>();
        for (nuint i = 0; i < (nuint)logits.Length; i += (nuint)TSimd.Lanes)
        {
            var emission = Exponential.Lifted<TSimd, TVector>(
                TSimd.Subtract(TSimd.Load(ref from, i), TSimd.Broadcast(largest)), LiftExponent);
            var product = TSimd.Multiply(TSimd.Load(ref p, i), emission);
            sums.Add(product);
            TSimd.Store(product, ref p, i);
            TSimd.Store(emission, ref e, i);
        }

        var sum = sums.Across();
        Scale<TSimd, TVector>(probabilities, emissions, 1f / sum);
        scale = (double)sum / Lift;
        return largest + Math.Log(scale);
    }

    /// <summary>
    /// The backward step of all words. Each row of <paramref name="marginals"/> first holds the factor that each label
    /// has from all following words.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Backward<TSimd, TVector, TProducts>(
        TProducts products,
        int stride,
        ReadOnlySpan<float> forward,
        Span<float> backward,
        Span<float> marginals)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TProducts : struct, ITransitionProducts, allows ref struct
    {
        marginals[^stride..].Fill(1f);
        for (var t = (marginals.Length / stride) - 1; t >= 0; t--)
        {
            var factors = backward.Slice(t * stride, stride);
            MultiplyBy<TSimd, TVector>(marginals.Slice(t * stride, stride), forward.Slice(t * stride, stride), factors);
            if (t > 0)
            {
                var before = marginals.Slice((t - 1) * stride, stride);
                products.Precede<TSimd, TVector>(factors[..products.Labels], before, DirectionOf(t));
            }
        }
    }

    /// <summary>
    /// With f = follows [stride] as it is on entry: follows = probabilities [stride] · f and emissions [stride] *= f,
    /// both divided by the sum of the new follows, which is 1 except for rounding.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static void MultiplyBy<TSimd, TVector>(
        Span<float> follows, ReadOnlySpan<float> probabilities, Span<float> emissions)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var f = ref MemoryMarshal.GetReference(follows);
        ref var p = ref MemoryMarshal.GetReference(probabilities);
        ref var e = ref MemoryMarshal.GetReference(emissions);
        var sums = new Chains<TSimd, TVector, SumReduction>();
        for (nuint i = 0; i < (nuint)follows.Length; i += (nuint)TSimd.Lanes)
        {
            var following = TSimd.Load(ref f, i);
            var product = TSimd.Multiply(TSimd.Load(ref p, i), following);
            sums.Add(product);
            TSimd.Store(product, ref f, i);
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref e, i), following), ref e, i);
        }

        Scale<TSimd, TVector>(follows, emissions, 1f / sums.Across());
    }

    /// <summary>first [stride] and second [stride] *= factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TSimd, TVector>(Span<float> first, Span<float> second, float factor)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var x = ref MemoryMarshal.GetReference(first);
        ref var y = ref MemoryMarshal.GetReference(second);
        for (nuint i = 0; i < (nuint)first.Length; i += (nuint)TSimd.Lanes)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref x, i), TSimd.Broadcast(factor)), ref x, i);
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref y, i), TSimd.Broadcast(factor)), ref y, i);
        }
    }

    /// <summary>
    /// Alternating: the matrix may be larger than the first-level cache, see <see cref="Direction"/>.
    /// </summary>
    private static Direction DirectionOf(int t) => t % 2 == 0 ? Direction.Forward : Direction.Backward;

    /// <summary>e^max(<see cref="Floor"/>, x − largest).</summary>
    private readonly struct TransitionOperator(float largest) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            Exponential.Of<TSimd, TVector>(
                TSimd.AtLeast(TSimd.Broadcast(Floor), TSimd.Subtract(x, TSimd.Broadcast(largest))));
    }
}
