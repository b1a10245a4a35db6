using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The way back through y = x · W, for W [rows, columns] lying row by row: errors of x = errors of y · Wᵀ, and the update W += xᵀ · errors
/// of y. Both are done for one block of rows after the other, while it is in the first-level cache.
/// </summary>
internal static class WeightBlocks<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of a block: whole registers, evenly dealt to the blocks of <see cref="StridedProduct"/>.</summary>
    public static int BlockRows => TSimd.Lanes == 16 ? 32 : 24;

    /// <summary>errorsOfX [words, block] = errorsOfY [words, columns] · (a block of rows of W)ᵀ.</summary>
    /// <param name="weights">The rows of W from the first of the block on, with rows of zeros up to whole registers.</param>
    /// <param name="stride">Columns of W with their padding, and floats from row to row of W and of the errors of y.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="rows">Rows of the block, whole registers.</param>
    /// <param name="errorsOfY">[words, stride].</param>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="errorsOfX">Receives them.</param>
    /// <param name="errorsStride">Floats from row to row of the errors of x.</param>
    /// <param name="scratch">Memory.</param>
    public static void PropagateErrors(
        ReadOnlySpan<float> weights,
        int stride,
        int columns,
        int rows,
        ReadOnlySpan<float> errorsOfY,
        int words,
        Span<float> errorsOfX,
        int errorsStride,
        TrainingScratch scratch)
    {
        Transposition.Copy<TSimd, TVector>(weights, stride, rows, stride, scratch.TransposedBlock, BlockRows);
        StridedProduct.Multiply<TSimd, TVector>(errorsOfY, scratch.TransposedBlock, scratch.Zeros, errorsOfX, new ProductLayout
        {
            Rows = words,
            Depth = columns,
            Columns = rows,
            LeftRowStride = stride,
            RightStride = BlockRows,
            AddendStride = 0,
            OutputStride = errorsStride,
        });
    }

    /// <summary>A block of rows of W += (columns of x)ᵀ · errorsOfY.</summary>
    /// <param name="inputs">x from the first column of the block on.</param>
    /// <param name="inputStride">Floats from row to row of x.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="errorsOfY">[words, stride].</param>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="target">The rows of W from the first of the block on.</param>
    /// <param name="stride">Columns of W with their padding.</param>
    public static void Update(
        ReadOnlySpan<float> inputs, int inputStride, int rows, ReadOnlySpan<float> errorsOfY, int words, Span<float> target, int stride) =>
        StridedProduct.Multiply<TSimd, TVector>(inputs, errorsOfY, target, target, new ProductLayout
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

    /// <summary>sum [stride] += all rows of errors [words, stride].</summary>
    public static void AddRows(ReadOnlySpan<float> errors, int words, int stride, Span<float> sum) =>
        StridedProduct.Multiply<TSimd, TVector>([1f], errors, sum, sum, new ProductLayout
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
