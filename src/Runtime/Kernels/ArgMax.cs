using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The index of the largest logit, the first of equals. Where the softmax of the logits would be NaN (one of them is
/// NaN or +∞, or all are −∞) it is 0, as Theano's argmax over such probabilities gives.
/// </summary>
internal static class ArgMax
{
    /// <summary>The index of the largest of logits [n], from 0 to n − 1.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static int Of<TSimd, TVector>(ReadOnlySpan<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var maximum = Maximum.Of<TSimd, TVector>(logits);
        return float.IsFinite(maximum) ? FirstEqual<TSimd, TVector>(logits, maximum) : 0;
    }

    [MethodImpl(HotPath.Compiled)]
    private static int FirstEqual<TSimd, TVector>(ReadOnlySpan<float> values, float wanted)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        for (var i = 0; i < whole; i += TSimd.Lanes)
        {
            var lane = TSimd.FirstLaneEqual(TSimd.Load(ref first, (nuint)i), wanted);
            if (lane < TSimd.Lanes)
            {
                return i + lane;
            }
        }

        var rest = TSimd.LoadPartial(ref Unsafe.Add(ref first, whole), values.Length - whole, filler: float.NaN);
        return whole + TSimd.FirstLaneEqual(rest, wanted);
    }
}
