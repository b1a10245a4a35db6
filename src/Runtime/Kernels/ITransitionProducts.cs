using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The two products of <see cref="ForwardBackward"/> with the exponentials of label transitions e [labels, labels], as
/// a type: with a matrix of all pairs, or with what says as much in less memory.
/// </summary>
internal interface ITransitionProducts
{
    /// <summary>The number of labels, without padding.</summary>
    int Labels { get; }

    /// <summary>output_j = Σ_i x_i · e_ij: from the labels of a word to those of the next.</summary>
    /// <param name="x">[labels].</param>
    /// <param name="output">[stride]: receives the sums; 0 in the padding.</param>
    /// <param name="direction">The order in which labels are added.</param>
    void Follow<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>output_i = Σ_j e_ij · x_j: from the labels of a word to those of the word before.</summary>
    /// <param name="x">[labels].</param>
    /// <param name="output">[stride]: receives the sums; 0 in the padding.</param>
    /// <param name="direction">The order in which labels are added.</param>
    void Precede<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>With matrices of all pairs of labels.</summary>
/// <param name="exponentials">[labels, stride]: <see cref="ForwardBackward.Exponentiate"/> of the transitions.</param>
/// <param name="transposed">[labels, stride]: the same of the transposed transitions.</param>
/// <param name="stride">The number of labels, padded to whole registers.</param>
internal readonly ref struct MatrixTransitionProducts(
    ReadOnlySpan<float> exponentials, ReadOnlySpan<float> transposed, int stride) : ITransitionProducts
{
    private readonly ReadOnlySpan<float> _exponentials = exponentials;
    private readonly ReadOnlySpan<float> _transposed = transposed;

    public int Labels => _exponentials.Length / stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        SemiringProduct.Multiply<TSimd, TVector, SumProduct>(x, _exponentials, output, direction);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Precede<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        SemiringProduct.Multiply<TSimd, TVector, SumProduct>(x, _transposed, output, direction);
}
