using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>How a lane of the left side and a lane of the weights are multiplied and added, as a type.</summary>
internal interface IProducts<TVector>
    where TVector : struct
{
    /// <summary>sums + left · right, in each lane.</summary>
    static abstract TVector Add(TVector sums, TVector left, TVector right);
}

/// <summary>One float in a lane.</summary>
internal readonly struct FloatProducts<TSimd, TVector> : IProducts<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector sums, TVector left, TVector right) => TSimd.MultiplyAdd(left, right, sums);
}
