using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>An activation of a sum, forward and backward, for any activation.</summary>
internal static class ActivatedSum
{
    /// <summary>values [n] = f(values [n] + addend [n]), f being the activation.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector, TActivation>(Span<float> values, ReadOnlySpan<float> addend)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TActivation : struct, IActivation =>
        Lanewise.Map2<TSimd, TVector, SumOperator<TActivation>>(values, addend, values, default);

    /// <summary>
    /// gradients [n] *= f′ at the arguments for which the activation f gave values [n]: turns ∂loss/∂f(z) into
    /// ∂loss/∂z.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static void MultiplyByDerivative<TSimd, TVector, TActivation>(
        ReadOnlySpan<float> values, Span<float> gradients)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TActivation : struct, IActivation =>
        Lanewise.Map2<TSimd, TVector, DerivativeOperator<TActivation>>(gradients, values, gradients, default);

    private readonly struct SumOperator<TActivation> : IBinaryOperator
        where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TActivation.Of<TSimd, TVector>(TSimd.Add(x, y));
    }

    private readonly struct DerivativeOperator<TActivation> : IBinaryOperator
        where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector gradient, TVector value)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TActivation.MultiplyByDerivative<TSimd, TVector>(gradient, value);
    }
}
