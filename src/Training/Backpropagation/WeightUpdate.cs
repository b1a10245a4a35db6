using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Backpropagation;

/// <summary>What the errors of y = x · W + bias add to W and to the bias.</summary>
internal static class WeightUpdate<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of W += (columns of x)ᵀ · errors of y.</summary>
    /// <param name="inputs">x from the first column on whose row of W is among them.</param>
    /// <param name="inputStride">Floats from row to row of x.</param>
    /// <param name="rows">Rows of W.</param>
    /// <param name="errors">[words, stride].</param>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="target">The rows of W.</param>
    /// <param name="stride">Columns of W with their padding.</param>
    public static void Add(ReadOnlySpan<float> inputs, int inputStride, int rows, ReadOnlySpan<float> errors, int words, Span<float> target, int stride) =>
        StridedProduct.Multiply<TSimd, TVector>(inputs, errors, target, target, new ProductLayout
        {
            Rows = rows,
            Depth = words,
            Columns = stride,
            LeftRowStride = 1,
            LeftDepthStride = inputStride,
            RightStride = stride,
            AddendStride = stride,
            OutputStride = stride,
        });

    /// <summary>bias [stride] += all rows of errors [words, stride].</summary>
    public static void AddToBias(ReadOnlySpan<float> errors, int words, int stride, Span<float> bias) =>
        StridedProduct.Multiply<TSimd, TVector>([1f], errors, bias, bias, new ProductLayout
        {
            Rows = 1,
            Depth = words,
            Columns = stride,
            LeftRowStride = 0,
            LeftDepthStride = 0,
            RightStride = stride,
            AddendStride = 0,
            OutputStride = 0,
        });
}
