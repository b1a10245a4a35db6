using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// e^x of a register. With n = round(x / ln 2) and r = x − n · ln 2, e^x = 2^n · e^r, and e^r for |r| ≤ ln 2 / 2 is the
/// degree-5 polynomial of the Cephes library (S. Moshier, expf.c), where ln 2 is split in two so that r keeps its last
/// bits.
/// </summary>
internal static class Exponential
{
    /// <summary>
    /// Largest relative error against e^x in double precision, for results that are not denormal (measured over every
    /// seventh float from −87.3 to 88.72: 8.33e-8 with a fused multiply-add, 8.11e-8 without).
    /// </summary>
    public const float RelativeErrorBound = 1e-7f;

    /// <summary>Below this the result is 0, which is the float nearest to e^x.</summary>
    private const float Smallest = -104f;

    /// <summary>From here on the result is not denormal: e^−87.33 is 1.182e-38, and 2^−126 is 1.175e-38.</summary>
    private const float SmallestNormal = -87.33f;

    /// <summary>Above this the result is e^88.72, just below the largest float, instead of +∞.</summary>
    private const float Largest = 88.72f;

    private const float InverseOfLn2 = 1.44269504088896341f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x in each lane; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        x = TSimd.AtLeast(TSimd.Broadcast(Smallest), TSimd.AtMost(TSimd.Broadcast(Largest), x));
        var p = Reduced<TSimd, TVector>(x, out var n);
        return TSimd.ScaleByPowerOfTwo(TSimd.Add(p, TSimd.Broadcast(1f)), n);
    }

    /// <summary>
    /// e^x in each lane, for x up to 0, −∞ and NaN, which stays NaN. Results that would be denormal are 0: on x86 a
    /// register with one of them takes some 150 cycles more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OfNonPositive<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Scaled<TSimd, TVector>(x, SmallestNormal, 0f);

    /// <summary>
    /// e^x · 2^<paramref name="power"/> in each lane, for x up to 0, −∞ and NaN, which stays NaN; 0 where x is below
    /// −104. No result is denormal.
    /// </summary>
    /// <param name="x">x.</param>
    /// <param name="power">From 30 to 120.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Lifted<TSimd, TVector>(TVector x, float power)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Scaled<TSimd, TVector>(x, Smallest, power);

    /// <summary>
    /// e^x − 1 in each lane, for x from −87 to 87 and NaN. Near 0 it is as exact as elsewhere: there n is 0 and nothing
    /// is cancelled.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MinusOne<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var one = TSimd.Broadcast(1f);
        var p = Reduced<TSimd, TVector>(x, out var n);
        var power = TSimd.ScaleByPowerOfTwo(one, n);
        return TSimd.MultiplyAdd(power, p, TSimd.Subtract(power, one));
    }

    /// <summary>e^x · 2^power, for x up to 0; 0 where x is below <paramref name="smallest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scaled<TSimd, TVector>(TVector x, float smallest, float power)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var limit = TSimd.Broadcast(smallest);
        var p = Reduced<TSimd, TVector>(TSimd.AtLeast(limit, x), out var n);
        n = power == 0f ? n : TSimd.Add(n, TSimd.Broadcast(power));
        var exponential = TSimd.ScaleByPowerOfTwo(TSimd.Add(p, TSimd.Broadcast(1f)), n);
        return TSimd.WhereGreater(limit, x, TSimd.Broadcast(0f), exponential);
    }

    /// <summary>e^r − 1, for x = n · ln 2 + r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduced<TSimd, TVector>(TVector x, out TVector n)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(InverseOfLn2)));
        var r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2High), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2Low), r);

        var p = TSimd.Broadcast(1.9875691500e-4f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(5.0000001201e-1f));
        return TSimd.MultiplyAdd(p, TSimd.Multiply(r, r), r);
    }
}
