using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>The largest value of a span, NaN where one of them is NaN.</summary>
internal static class Maximum
{
    [MethodImpl(HotPath.Compiled)]
    public static float Of<TSimd, TVector>(ReadOnlySpan<float> values)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        var maximum = TSimd.Broadcast(float.NegativeInfinity);
        for (var i = 0; i < whole; i += TSimd.Lanes)
        {
            // A NaN that has come into the maximum is the limit in the next step and would be lost: so it is looked for each time.
            var vector = TSimd.Load(ref first, (nuint)i);
            if (TSimd.AnyNaN(vector))
            {
                return float.NaN;
            }

            maximum = TSimd.AtLeast(maximum, vector);
        }

        if (whole < values.Length)
        {
            var vector = PartialVector.Load<TSimd, TVector>(
                ref Unsafe.Add(ref first, whole), values.Length - whole, filler: float.NegativeInfinity);
            if (TSimd.AnyNaN(vector))
            {
                return float.NaN;
            }

            maximum = TSimd.AtLeast(maximum, vector);
        }

        return TSimd.MaximumAcross(maximum);
    }
}
