using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>x + y.</summary>
internal readonly struct AddOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(x, y);
}

/// <summary>x · factor.</summary>
internal readonly struct ScaleOperator(float factor) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(x, TSimd.Broadcast(factor));
}

/// <summary>x / divisor.</summary>
internal readonly struct DivideOperator(float divisor) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Divide(x, TSimd.Broadcast(divisor));
}
