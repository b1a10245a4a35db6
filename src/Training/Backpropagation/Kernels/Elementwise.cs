using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>What training does to vectors element by element.</summary>
internal static class Elementwise
{
    /// <summary>sum [n] += addend [n].</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Add<TSimd, TVector>(ReadOnlySpan<float> addend, Span<float> sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(addend.Length == sum.Length);
        ref var from = ref MemoryMarshal.GetReference(addend);
        ref var to = ref MemoryMarshal.GetReference(sum);
        var whole = sum.Length - (sum.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            TSimd.Store(TSimd.Add(TSimd.Load(ref to, i), TSimd.Load(ref from, i)), ref to, i);
        }

        for (var i = whole; i < sum.Length; i++)
        {
            sum[i] += addend[i];
        }
    }

    /// <summary>sum [n] += (left [n] · right [n] − lessened by) · factor; n is whole registers.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void AddProduct<TSimd, TVector>(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float lessenedBy, float factor, Span<float> sum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(sum.Length % TSimd.Lanes == 0 && left.Length == sum.Length && right.Length == sum.Length);
        ref var first = ref MemoryMarshal.GetReference(left);
        ref var second = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(sum);
        var less = TSimd.Broadcast(-lessenedBy);
        var factors = TSimd.Broadcast(factor);
        for (nuint i = 0; i < (nuint)sum.Length; i += (nuint)TSimd.Lanes)
        {
            var product = TSimd.MultiplyAdd(TSimd.Load(ref first, i), TSimd.Load(ref second, i), less);
            TSimd.Store(TSimd.MultiplyAdd(product, factors, TSimd.Load(ref to, i)), ref to, i);
        }
    }

    /// <summary>values [n] *= factor; n is whole registers.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Scale<TSimd, TVector>(Span<float> values, float factor)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(values.Length % TSimd.Lanes == 0);
        ref var first = ref MemoryMarshal.GetReference(values);
        var factors = TSimd.Broadcast(factor);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)TSimd.Lanes)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref first, i), factors), ref first, i);
        }
    }
}
