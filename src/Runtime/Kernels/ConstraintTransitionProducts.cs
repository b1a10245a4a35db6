using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// With constraints by which a label either stands anywhere or behind the labels of one slot only. A transition weighs
/// 1 or, where it is forbidden, e^<see cref="ForwardBackward.Floor"/>. Most columns of that matrix are equal: all
/// labels that stand anywhere have one. Each other label has its own, and the rows of those columns are one row of
/// numbers, shifted. Packing/PackedConstraints makes the arrays.
/// </summary>
/// <param name="row">[3 · columns + 1]: forbidden, one 1, forbidden, ones; see <see cref="SlidingProduct"/>.</param>
/// <param name="followFirsts">[labels]: where the row of a label before begins in it.</param>
/// <param name="precedeFirsts">[labels]: where the row of a label after begins in it.</param>
/// <param name="followPlaces">[labels]: the sum that a label takes in <see cref="Follow"/>.</param>
/// <param name="precedePlaces">[labels]: the sum that a label takes in <see cref="Precede"/>.</param>
/// <param name="sums">[columns + 1]: scratch memory.</param>
internal readonly ref struct ConstraintTransitionProducts(
    ReadOnlySpan<float> row,
    ReadOnlySpan<int> followFirsts,
    ReadOnlySpan<int> precedeFirsts,
    ReadOnlySpan<int> followPlaces,
    ReadOnlySpan<int> precedePlaces,
    Span<float> sums) : ITransitionProducts
{
    private readonly ReadOnlySpan<float> _row = row;
    private readonly ReadOnlySpan<int> _followFirsts = followFirsts;
    private readonly ReadOnlySpan<int> _precedeFirsts = precedeFirsts;
    private readonly ReadOnlySpan<int> _followPlaces = followPlaces;
    private readonly ReadOnlySpan<int> _precedePlaces = precedePlaces;
    private readonly Span<float> _sums = sums;

    public int Labels => _followFirsts.Length;

    [MethodImpl(HotPath.Compiled)]
    public void Follow<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        SlidingProduct.Multiply<TSimd, TVector>(x, _followFirsts, _row, _sums[..^1], direction);
        _sums[^1] = Sum(x, direction);
        Spread(_followPlaces, output);
    }

    [MethodImpl(HotPath.Compiled)]
    public void Precede<TSimd, TVector>(ReadOnlySpan<float> x, Span<float> output, Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        SlidingProduct.Multiply<TSimd, TVector>(x, _precedeFirsts, _row, _sums[..^1], direction);
        Spread(_precedePlaces, output);
    }

    /// <summary>Σ x_i in the order in which the product adds, as in any of its columns.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static float Sum(ReadOnlySpan<float> x, Direction direction)
    {
        var sum = 0f;
        if (direction == Direction.Forward)
        {
            foreach (var value in x)
            {
                sum += value;
            }

            return sum;
        }

        for (var i = x.Length - 1; i >= 0; i--)
        {
            sum += x[i];
        }

        return sum;
    }

    /// <summary>output [stride] = the sum of each label, and 0 in the padding.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Spread(ReadOnlySpan<int> places, Span<float> output)
    {
        for (var label = 0; label < places.Length; label++)
        {
            output[label] = _sums[places[label]];
        }

        output[places.Length..].Clear();
    }
}
