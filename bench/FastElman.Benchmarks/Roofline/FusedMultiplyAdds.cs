using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastElman.Simd;

namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// Fused multiply-adds on registers alone: the fastest that anything can be which needs so many. Eight sums are under
/// way at a time, more than any present core needs to keep its units busy.
/// </summary>
internal static class FusedMultiplyAdds
{
    private const int Sums = 8;

    /// <summary>Does at least so many of them; the result only keeps the compiler from leaving them out.</summary>
    public static float Run(long count) =>
        Vector512.IsHardwareAccelerated
            ? Run512(Iterations(count, Vector512<float>.Count))
            : Run256(Iterations(count, Vector256<float>.Count));

    private static long Iterations(long count, int lanes) => (count + (Sums * lanes) - 1) / (Sums * lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(long iterations)
    {
        var (x, y) = (Vector512.Create(0.5f), Vector512.Create(1f));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        for (long i = 0; i < iterations; i++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(long iterations)
    {
        var (x, y) = (Vector256.Create(0.5f), Vector256.Create(1f));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        for (long i = 0; i < iterations; i++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}
