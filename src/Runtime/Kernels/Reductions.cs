using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>The sum.</summary>
internal readonly struct SumReduction : IReduction
{
    public static float Identity => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(soFar, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Merge<TSimd, TVector>(TVector left, TVector right)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TSimd, TVector>(TVector result)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.SumAcross(result);
}

/// <summary>The sum of the squares.</summary>
internal readonly struct SquareSumReduction : IReduction
{
    public static float Identity => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.MultiplyAdd(x, x, soFar);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Merge<TSimd, TVector>(TVector left, TVector right)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TSimd, TVector>(TVector result)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.SumAcross(result);
}

/// <summary>The largest value; any value where one is NaN.</summary>
internal readonly struct MaximumReduction : IReduction
{
    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(soFar, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Merge<TSimd, TVector>(TVector left, TVector right)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AtLeast(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TSimd, TVector>(TVector result)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.MaximumAcross(result);
}

/// <summary>The largest value, NaN where one is NaN.</summary>
/// <remarks>
/// A NaN in the result so far would be lost in the next step (<see cref="ISimd{TVector}.AtLeast"/>), so each register
/// is tested.
/// </remarks>
internal readonly struct NaNMaximumReduction : IReduction
{
    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MakesNaN<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.AnyNaN(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector soFar, TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MaximumReduction.Combine<TSimd, TVector>(soFar, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Merge<TSimd, TVector>(TVector left, TVector right)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MaximumReduction.Merge<TSimd, TVector>(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<TSimd, TVector>(TVector result)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MaximumReduction.Across<TSimd, TVector>(result);
}
