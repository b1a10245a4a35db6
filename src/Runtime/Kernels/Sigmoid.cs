using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// f(x) = 1 / (1 + e^−x), exactly 1 above 15 and exactly 0 below −88, as in Theano's C code (scalar_sigmoid of Theano
/// 1.0). NaN stays NaN. The derivative where f(x) = h is h · (1 − h).
/// </summary>
internal readonly struct Sigmoid : IActivation
{
    /// <summary>
    /// Largest absolute error against the double-precision reference, which has the same two limits (measured over
    /// every seventh float from −110 to 20: 8.93e-8 in every instruction set).
    /// </summary>
    public const float AbsoluteErrorBound = 1e-7f;

    private const float OneAbove = 15f;
    private const float ZeroBelow = -88f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var one = TSimd.Broadcast(1f);
        var exponential = Exponential.Of<TSimd, TVector>(TSimd.Subtract(TSimd.Broadcast(0f), x));
        var sigmoid = TSimd.Divide(one, TSimd.Add(one, exponential));
        sigmoid = TSimd.WhereGreater(x, TSimd.Broadcast(OneAbove), one, sigmoid);
        return TSimd.WhereGreater(TSimd.Broadcast(ZeroBelow), x, TSimd.Broadcast(0f), sigmoid);
    }

    /// <summary>(gradient · h) · (1 − h), in this order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyByDerivative<TSimd, TVector>(TVector gradient, TVector value)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Multiply(TSimd.Multiply(gradient, value), TSimd.Subtract(TSimd.Broadcast(1f), value));
}
