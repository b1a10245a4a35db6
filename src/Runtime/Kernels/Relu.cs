using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// f(x) = max(0, x), the rectified linear unit. NaN stays NaN. The derivative where f(x) = h is 1 where h &gt; 0, else
/// 0: also at 0 itself, where f has none, and at NaN.
/// </summary>
internal readonly struct Relu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(TSimd.Broadcast(0f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyByDerivative<TSimd, TVector>(TVector gradient, TVector value)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var zero = TSimd.Broadcast(0f);
        return TSimd.WhereGreater(value, zero, gradient, zero);
    }
}
