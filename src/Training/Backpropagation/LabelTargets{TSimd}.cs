using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The distribution that the probabilities of a word's labels are trained towards: 1 − smoothing at the right label,
/// plus smoothing / labels at every label.
/// </summary>
/// <param name="parameters">For the sizes.</param>
/// <param name="smoothing">0 to below 1.</param>
internal sealed class LabelTargets<TSimd, TVector>(TrainingParameters parameters, float smoothing)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _stride = parameters.LabelStride;

    /// <summary>[padded labels]: −smoothing / labels, and 0 in the padding.</summary>
    private readonly float[] _negatedShare =
    [
        .. Enumerable.Repeat(-smoothing / parameters.Shape.LabelCount, parameters.Shape.LabelCount),
        .. new float[parameters.LabelStride - parameters.Shape.LabelCount],
    ];

    /// <summary>probabilities [words, padded labels] become factor · (p_t − target_t).</summary>
    public void ToGradients(ReadOnlySpan<int> labels, float factor, Span<float> probabilities)
    {
        for (var t = 0; t < labels.Length; t++)
        {
            probabilities[(t * _stride) + labels[t]] -= 1 - smoothing;
            if (smoothing > 0)
            {
                Elementwise.Add<TSimd, TVector>(_negatedShare, probabilities.Slice(t * _stride, _stride));
            }
        }

        Elementwise.Scale<TSimd, TVector>(probabilities[..(labels.Length * _stride)], factor);
    }
}
