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
