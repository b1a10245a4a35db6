using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>An activation of a sum, forward and backward: the same two loops whatever the activation.</summary>
internal static class ActivatedSum
{
    /// <summary>values [n] = activation(values + addend [n]).</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector, TActivation>(Span<float> values, ReadOnlySpan<float> addend)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TActivation : struct, IActivation
    {
        Debug.Assert(addend.Length == values.Length);
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var second = ref MemoryMarshal.GetReference(addend);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var sum = TSimd.Add(TSimd.Load(ref first, i), TSimd.Load(ref second, i));
            TSimd.Store(TActivation.Of<TSimd, TVector>(sum), ref first, i);
        }

        if (whole < values.Length)
        {
            ref var rest = ref Unsafe.Add(ref first, whole);
            var count = values.Length - whole;
            var sum = TSimd.Add(
                PartialVector.Load<TSimd, TVector>(ref rest, count, filler: 0f),
                PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref second, whole), count, filler: 0f));
            PartialVector.Store<TSimd, TVector>(TActivation.Of<TSimd, TVector>(sum), ref rest, count);
        }
    }

    /// <summary>
    /// errors [n] *= the slopes that belong to the activation's values [n]: from the derivatives by the values to those by the sums.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static void MultiplyByDerivative<TSimd, TVector, TActivation>(ReadOnlySpan<float> values, Span<float> errors)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TActivation : struct, IActivation
    {
        Debug.Assert(values.Length == errors.Length);
        ref var first = ref MemoryMarshal.GetReference(errors);
        ref var second = ref MemoryMarshal.GetReference(values);
        var whole = errors.Length - (errors.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var error = TActivation.MultiplyByDerivative<TSimd, TVector>(TSimd.Load(ref first, i), TSimd.Load(ref second, i));
            TSimd.Store(error, ref first, i);
        }

        if (whole < errors.Length)
        {
            ref var rest = ref Unsafe.Add(ref first, whole);
            var count = errors.Length - whole;
            var error = TActivation.MultiplyByDerivative<TSimd, TVector>(
                PartialVector.Load<TSimd, TVector>(ref rest, count, filler: 0f),
                PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref second, whole), count, filler: 0f));
            PartialVector.Store<TSimd, TVector>(error, ref rest, count);
        }
    }
}
