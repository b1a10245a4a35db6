using System.Numerics;
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
    private const int BlockLength = 64;

    /// <summary>The index of the largest of logits [n], from 0 to n − 1.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static int Of<TSimd, TVector>(ReadOnlySpan<float> logits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var maximum = Maximum.Of<TSimd, TVector>(logits);
        return float.IsFinite(maximum) ? FirstEqual<TSimd, TVector>(logits, maximum) : 0;
    }

    /// <summary>The first of values [n] that equals their maximum, which is finite.</summary>
    /// <remarks>
    /// A branch for 64 values, not for each register: which register the best label lies in cannot be predicted.
    /// </remarks>
    [MethodImpl(HotPath.Compiled)]
    public static int FirstEqual<TSimd, TVector>(ReadOnlySpan<float> values, float maximum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var limit = TSimd.Broadcast(maximum);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        for (var block = 0; block < whole; block += BlockLength)
        {
            var length = Math.Min(whole - block, BlockLength);
            var found = 0ul;
            for (var i = 0; i < length; i += TSimd.Lanes)
            {
                var register = TSimd.Load(ref first, (nuint)(block + i));
                found |= (ulong)TSimd.MaskGreaterOrEqual(register, limit) << i;
            }

            if (found != 0)
            {
                return block + BitOperations.TrailingZeroCount(found);
            }
        }

        var rest = TSimd.LoadPartial(ref Unsafe.Add(ref first, whole), values.Length - whole, filler: float.NaN);
        return whole + BitOperations.TrailingZeroCount(TSimd.MaskGreaterOrEqual(rest, limit));
    }
}
