using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The distribution that the probabilities of a word's labels are trained towards: 1 − smoothing at the right label,
/// plus smoothing / labels at every label. Where teachers give a distribution of their own, the target is 1 − weight
/// times the former plus weight times theirs (G. Hinton et al., 2015).
/// </summary>
/// <param name="parameters">For the sizes.</param>
/// <param name="smoothing">0 to below 1.</param>
/// <param name="teaching">The weight of the teachers, 0 to 1; 0 without teachers.</param>
internal sealed class LabelTargets<TSimd, TVector>(
    TrainingParameters parameters, float smoothing, float teaching = 0)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _stride = parameters.LabelStride;

    /// <summary>[padded labels]: −(1 − teaching) · smoothing / labels, and 0 in the padding.</summary>
    private readonly float[] _negatedShare =
    [
        .. Enumerable.Repeat(
            -smoothing * (1 - teaching) / parameters.Shape.LabelCount, parameters.Shape.LabelCount),
        .. new float[parameters.LabelStride - parameters.Shape.LabelCount],
    ];

    /// <summary>probabilities [words, padded labels] become factor · (p_t − target_t).</summary>
    /// <param name="labels">[words].</param>
    /// <param name="factor">The factor of one word.</param>
    /// <param name="probabilities">p_t.</param>
    /// <param name="taught">[words, padded labels]: what the teachers say; empty without teachers.</param>
    public void ToGradients(
        ReadOnlySpan<int> labels, float factor, Span<float> probabilities, ReadOnlySpan<float> taught = default)
    {
        for (var t = 0; t < labels.Length; t++)
        {
            probabilities[(t * _stride) + labels[t]] -= (1 - smoothing) * (1 - teaching);
            if (smoothing > 0)
            {
                Elementwise.Add<TSimd, TVector>(_negatedShare, probabilities.Slice(t * _stride, _stride));
            }
        }

        if (teaching > 0)
        {
            Elementwise.AddScaled<TSimd, TVector>(
                taught[..(labels.Length * _stride)], -teaching, probabilities[..(labels.Length * _stride)]);
        }

        Elementwise.Scale<TSimd, TVector>(probabilities[..(labels.Length * _stride)], factor);
    }
}
