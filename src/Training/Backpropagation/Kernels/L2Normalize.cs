using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// Divides a vector by its L2 norm. A vector of zeros stays as it is. Where the squares leave the range of floats, so
/// that Theano's float32 gives ∞ or 0, the sum is computed in double precision.
/// </summary>
internal static class L2Normalize
{
    /// <summary>A sum of squares between these lost no square that matters, and none overflowed.</summary>
    private const float SmallestSum = 1e-30f;
    private const float LargestSum = 1e38f;

    /// <summary>vector [n] /= its L2 norm.</summary>
    /// <returns>Whether the vector did not change and never would: its norm was exactly 1, or 0.</returns>
    [MethodImpl(HotPath.Compiled)]
    public static bool Normalize<TSimd, TVector>(Span<float> vector)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var whole = vector.Length - (vector.Length % TSimd.Lanes);
        var sum = Lanewise.Reduce<TSimd, TVector, SquareSumReduction>(vector[..whole]);
        for (var i = whole; i < vector.Length; i++)
        {
            sum += vector[i] * vector[i];
        }

        if (!(sum > SmallestSum && sum < LargestSum))
        {
            return NormalizeInDouble(vector);
        }

        var length = MathF.Sqrt(sum);
        Lanewise.Map<TSimd, TVector, DivideOperator>(vector, vector, new DivideOperator(length));
        return length == 1;
    }

    private static bool NormalizeInDouble(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += (double)value * value;
        }

        if (sum == 0)
        {
            return true;
        }

        var length = Math.Sqrt(sum);
        foreach (ref var value in vector)
        {
            value = (float)(value / length);
        }

        return false;
    }
}
