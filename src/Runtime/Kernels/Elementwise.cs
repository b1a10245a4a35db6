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

    /// <summary>product [n] = left [n] · right [n].</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map2<TSimd, TVector, MultiplyOperator>(left, right, product, default);

    /// <summary>sum [n] += addend [n] · factor.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void AddScaled<TSimd, TVector>(ReadOnlySpan<float> addend, float factor, Span<float> sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map2<TSimd, TVector, AddScaledOperator>(addend, sum, sum, new AddScaledOperator(factor));

    /// <summary>values [n] += (target [n] − values [n]) · share.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void MoveTowards<TSimd, TVector>(ReadOnlySpan<float> target, float share, Span<float> values)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanewise.Map2<TSimd, TVector, MoveTowardsOperator>(target, values, values, new MoveTowardsOperator(share));

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

    /// <summary>x · y.</summary>
    private readonly struct MultiplyOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(x, y);
    }

    /// <summary>value + (target − value) · share.</summary>
    private readonly struct MoveTowardsOperator(float share) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector target, TVector value)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TSimd.MultiplyAdd(TSimd.Subtract(target, value), TSimd.Broadcast(share), value);
    }

    /// <summary>sum + x · factor.</summary>
    private readonly struct AddScaledOperator(float factor) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector sum)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.MultiplyAdd(x, TSimd.Broadcast(factor), sum);
    }

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
