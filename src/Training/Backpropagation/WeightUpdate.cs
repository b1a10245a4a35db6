using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The two sums that every update consists of. Of y_t = x_t · W + b the gradients are ∂W = Σ x_tᵀ · ∂y_t and ∂b = Σ
/// ∂y_t over the words.
/// </summary>
internal static class WeightUpdate
{
    /// <summary>target [rows, columns] += Σ over the words of left_tᵀ · right_t.</summary>
    /// <param name="left">[words, at least rows].</param>
    /// <param name="leftStride">Floats from one row of <paramref name="left"/> to the next.</param>
    /// <param name="rows">Rows of the target; as many values are read of each row of <paramref name="left"/>.</param>
    /// <param name="right">[words, at least columns]; rows may overlap.</param>
    /// <param name="rightStride">Floats from one row of <paramref name="right"/> to the next.</param>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="target">[rows, columns].</param>
    /// <param name="columns">Columns of the target, whole registers.</param>
    public static void AddOuterProducts<TSimd, TVector>(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        ReadOnlySpan<float> right,
        int rightStride,
        int words,
        Span<float> target,
        int columns)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        StridedProduct.Multiply<TSimd, TVector>(left, right, target, target, new ProductLayout
        {
            Rows = rows,
            Depth = words,
            Columns = columns,
            LeftRowStride = 1,
            LeftDepthStride = leftStride,
            RightStride = rightStride,
            AddendStride = columns,
            OutputStride = columns,
        });

    /// <summary>target [columns] += all rows of gradients [words, columns].</summary>
    public static void AddRows<TSimd, TVector>(
        ReadOnlySpan<float> gradients, int words, int columns, Span<float> target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        StridedProduct.Multiply<TSimd, TVector>([1f], gradients, target, target, new ProductLayout
        {
            Rows = 1,
            Depth = words,
            Columns = columns,
            LeftRowStride = 0,
            LeftDepthStride = 0,
            RightStride = columns,
            AddendStride = 0,
            OutputStride = 0,
        });
}
