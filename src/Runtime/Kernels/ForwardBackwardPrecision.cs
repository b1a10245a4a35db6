using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// Tells the few sentences whose scores are too far apart for the floats and the clamped transitions of
/// <see cref="ForwardBackward"/>.
/// </summary>
internal static class ForwardBackwardPrecision
{
    /// <summary>
    /// e^55: where no factor of a label is larger, a clamped transition to it has a part of at most e^55 ·
    /// e^<see cref="ForwardBackward.Floor"/> = e^−25.
    /// </summary>
    private const float LargestFactor = 7.694785e23f;

    /// <summary>
    /// e^−8: where the best logits of a word have no less of the probability, a label that is lost because its logit is
    /// 104 smaller has at most e^(80 + 8 − 104) of it, whatever follows.
    /// </summary>
    private const double SmallestScale = 3.3546263e-4;

    /// <summary>Logits of a word no farther apart than this lose nothing.</summary>
    private const float LargestDistance = 80f;

    /// <summary>
    /// Whether the results of <see cref="ForwardBackward.Compute"/> are those of the scores: neither have clamped
    /// transitions a part in them, nor are labels missing whose logits are small. Where scores are NaN, so are results,
    /// and they are precise.
    /// </summary>
    /// <param name="logits">[words, stride], as they were given.</param>
    /// <param name="labels">Labels without the padding.</param>
    /// <param name="stride">Labels with the padding.</param>
    /// <param name="backward">[words, stride], as they were computed.</param>
    /// <param name="smallestScale">As it was computed.</param>
    [MethodImpl(HotPath.Compiled)]
    public static bool Suffices<TSimd, TVector>(
        ReadOnlySpan<float> logits, int labels, int stride, ReadOnlySpan<float> backward, double smallestScale)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var isScaled = smallestScale < SmallestScale;
        for (var row = stride; row < logits.Length; row += stride)
        {
            if (Maximum.Of<TSimd, TVector>(backward.Slice(row, stride)) > LargestFactor
                || (isScaled && DistanceOf(logits.Slice(row, labels)) > LargestDistance))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>From the largest to the smallest of the logits that are not −∞.</summary>
    private static float DistanceOf(ReadOnlySpan<float> logits)
    {
        var (smallest, largest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var logit in logits)
        {
            smallest = float.IsNegativeInfinity(logit) ? smallest : Math.Min(smallest, logit);
            largest = Math.Max(largest, logit);
        }

        return largest - smallest;
    }
}
