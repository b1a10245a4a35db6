using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// y = start + x · W in 16-bit integers (Packing/Int16Matrix.cs says why and how exact). For instruction sets with
/// <see cref="ISimd{TVector}.HasInt16Products"/>.
/// </summary>
internal static class Int16Product
{
    /// <summary>integers [at least n] = round(x [n] · factor), n being a multiple of the lanes.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void ToInt16<TSimd, TVector>(ReadOnlySpan<float> x, float factor, Span<short> integers)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(x.Length % TSimd.Lanes == 0 && integers.Length >= x.Length);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(integers);
        var factors = TSimd.Broadcast(factor);
        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)TSimd.Lanes)
        {
            TSimd.StoreAsInt16(TSimd.Multiply(TSimd.Load(ref from, i), factors), ref to, i);
        }
    }

    /// <param name="x">[groups · 2]: the quantised left side.</param>
    /// <param name="panels">
    /// [groups, padded columns, 2]: the quantised W in panels; a float is only a container.
    /// </param>
    /// <param name="scales">[padded columns]: what a sum of products is multiplied by.</param>
    /// <param name="start">[padded columns]: what each element begins with.</param>
    /// <param name="sums">[padded columns]: scratch memory.</param>
    /// <param name="output">[padded columns]: receives y; may be the memory of <paramref name="start"/>.</param>
    /// <param name="direction">The direction in which the weights are read; it does not change the result.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<short> x,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> start,
        Span<float> sums,
        Span<float> output,
        Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(scales.Length == output.Length && start.Length == output.Length && sums.Length == output.Length);
        IntegerProduct.Sum<TSimd, TVector, Int16Products<TSimd, TVector>>(
            MemoryMarshal.Cast<short, int>(x), panels, sums, direction);
        Lanewise.Map3<TSimd, TVector, DequantiseOperator>(sums, scales, start, output, default);
    }

    /// <summary>The same without the groups of W that are zero: the sums of integers are exact in any order.</summary>
    /// <param name="x">[groups · 2]: the quantised left side.</param>
    /// <param name="weights">[groups, padded columns, 2]: the quantised W; a float is only a container.</param>
    /// <param name="scales">[padded columns]: what a sum of products is multiplied by.</param>
    /// <param name="start">[padded columns]: what each element begins with.</param>
    /// <param name="sums">[padded columns]: scratch memory.</param>
    /// <param name="output">[padded columns]: receives y; may be the memory of <paramref name="start"/>.</param>
    /// <param name="direction">The direction in which the weights are read; it does not change the result.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<short> x,
        in BlockSparsePanels weights,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> start,
        Span<float> sums,
        Span<float> output,
        Direction direction)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(scales.Length == output.Length && start.Length == output.Length && sums.Length == output.Length);
        sums.Clear();
        BlockSparseVector.Multiply<TSimd, TVector, Int16Products<TSimd, TVector>>(
            MemoryMarshal.Cast<short, float>(x), weights, sums, sums, direction);
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
