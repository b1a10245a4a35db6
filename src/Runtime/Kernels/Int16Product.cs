using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y = start + x · W with W, and x for the occasion, in 16-bit whole numbers (Packing/Int16Matrix.cs says why and how exact). Only for
/// instruction sets with <see cref="ISimd{TVector}.HasInt16Products"/>.
/// </summary>
internal static class Int16Product
{
    /// <summary>numbers [n] = x [n] · factor, rounded.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void ToInt16<TSimd, TVector>(ReadOnlySpan<float> x, float factor, Span<short> numbers)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(x.Length % TSimd.Lanes == 0 && numbers.Length >= x.Length);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(numbers);
        var factors = TSimd.Broadcast(factor);
        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)TSimd.Lanes)
        {
            TSimd.StoreAsInt16(TSimd.Multiply(TSimd.Load(ref from, i), factors), ref to, i);
        }
    }

    /// <param name="x">The left side in 16 bits [groups · 2].</param>
    /// <param name="panels">W in 16 bits, packed.</param>
    /// <param name="scales">What a sum of products has to be multiplied with [columns], whole registers.</param>
    /// <param name="start">What each element begins with [columns].</param>
    /// <param name="sums">Scratch [columns].</param>
    /// <param name="output">y [columns]; may be the same memory as <paramref name="start"/>.</param>
    /// <param name="order">In which memory is read.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<short> x,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> start,
        Span<float> sums,
        Span<float> output,
        Direction order)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(scales.Length == output.Length && start.Length == output.Length && sums.Length == output.Length);
        IntegerProduct.Sum<TSimd, TVector, Int16Products<TSimd, TVector>>(MemoryMarshal.Cast<short, int>(x), panels, sums, order);
        Lanewise.Map3<TSimd, TVector, DequantiseOperator>(sums, scales, start, output, default);
    }

    /// <summary>start + sum · scale, the sum being a 32-bit integer.</summary>
    private readonly struct DequantiseOperator : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TSimd, TVector>(TVector sum, TVector scale, TVector start)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.MultiplyAdd(TSimd.ToFloat(sum), scale, start);
    }
}
