using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>Arithmetic on vectors, element by element.</summary>
internal static class Elementwise
{
    /// <summary>sum [n] += addend [n].</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(ReadOnlySpan<float> addend, Span<float> sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map2<TSimd, TVector, AddOperator>(sum, addend, sum, default);

    /// <summary>sum [n] += (left [n] · right [n] − offset) · factor.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void AddProduct<TSimd, TVector>(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, float offset, float factor, Span<float> sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map3<TSimd, TVector, AddProductOperator>(
            left, right, sum, sum, new AddProductOperator(offset, factor));

    /// <summary>values [n] *= factor.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Scale<TSimd, TVector>(Span<float> values, float factor)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map<TSimd, TVector, ScaleOperator>(values, values, new ScaleOperator(factor));

    /// <summary>values [n] /= divisor.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Divide<TSimd, TVector>(Span<float> values, float divisor)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map<TSimd, TVector, DivideOperator>(values, values, new DivideOperator(divisor));

    /// <summary>sum + (x · y − offset) · factor.</summary>
    private readonly struct AddProductOperator(float offset, float factor) : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector sum)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TSimd.MultiplyAdd(
                TSimd.MultiplyAdd(x, y, TSimd.Broadcast(-offset)), TSimd.Broadcast(factor), sum);
    }
}
