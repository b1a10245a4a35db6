using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>What the probabilities of every word's labels should be: 1 at the right one, but for a part that all labels share evenly.</summary>
internal static class SmoothedTargets
{
    /// <summary>[padded labels]: minus the target of a label that is not the right one; 0 in the padding.</summary>
    public static float[] Even(TrainingParameters parameters, float labelSmoothing) =>
    [
        .. Enumerable.Repeat(-labelSmoothing / parameters.Shape.LabelCount, parameters.Shape.LabelCount),
        .. new float[parameters.LabelStride - parameters.Shape.LabelCount],
    ];

    /// <summary>probabilities [words, stride] −= targets.</summary>
    public static void Subtract<TSimd, TVector>(ReadOnlySpan<int> labels, float labelSmoothing, ReadOnlySpan<float> even, Span<float> probabilities, int stride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var t = 0; t < labels.Length; t++)
        {
            probabilities[(t * stride) + labels[t]] -= 1 - labelSmoothing;
            if (labelSmoothing > 0)
            {
                Elementwise.Add<TSimd, TVector>(even, probabilities.Slice(t * stride, stride));
            }
        }
    }
}
