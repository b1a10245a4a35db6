using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>The largest value of a span.</summary>
internal static class Maximum
{
    /// <summary>The largest of values [n]: NaN where one of them is NaN, −∞ where there are none.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static float Of<TSimd, TVector>(ReadOnlySpan<float> values)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Lanewise.Reduce<TSimd, TVector, NaNMaximumReduction>(values);
}
