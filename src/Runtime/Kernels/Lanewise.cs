using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The loops "whole registers first, then the rest" over spans of any length, one for each number of operands. What
/// happens to a register is an operator (Kernels/ILaneOperators.cs): a small struct, from which the compiler makes
/// straight code for each pair of loop and operator.
/// </summary>
/// <remarks>
/// The design is that of System.Numerics.Tensors (InvokeSpanIntoSpan). An output is an input as a whole, or shares no
/// memory with it. The loops are inlined into the kernels that name the operator.
/// </remarks>
internal static class Lanewise
{
    /// <summary>output [n] = f(x [n]).</summary>
    [MethodImpl(HotPath.Inlined)]
    public static void Map<TSimd, TVector, TOperator>(ReadOnlySpan<float> x, Span<float> output, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IUnaryOperator
    {
        Debug.Assert(x.Length == output.Length);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(output);
        var whole = output.Length - (output.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            TSimd.Store(f.Invoke<TSimd, TVector>(TSimd.Load(ref first, i)), ref to, i);
        }

        if (whole < output.Length)
        {
            LanewiseRest.Map<TSimd, TVector, TOperator>(
                ref Unsafe.Add(ref first, whole), ref Unsafe.Add(ref to, whole), output.Length - whole, f);
        }
    }

    /// <summary>output [n] = f(x [n], y [n]).</summary>
    [MethodImpl(HotPath.Inlined)]
    public static void Map2<TSimd, TVector, TOperator>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> output, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IBinaryOperator
    {
        Debug.Assert(x.Length == output.Length && y.Length == output.Length);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var to = ref MemoryMarshal.GetReference(output);
        var whole = output.Length - (output.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            TSimd.Store(f.Invoke<TSimd, TVector>(TSimd.Load(ref first, i), TSimd.Load(ref second, i)), ref to, i);
        }

        if (whole < output.Length)
        {
            LanewiseRest.Map2<TSimd, TVector, TOperator>(
                ref Unsafe.Add(ref first, whole),
                ref Unsafe.Add(ref second, whole),
                ref Unsafe.Add(ref to, whole),
                output.Length - whole,
                f);
        }
    }

    /// <summary>output [n] = f(x [n], y [n], z [n]).</summary>
    [MethodImpl(HotPath.Inlined)]
    public static void Map3<TSimd, TVector, TOperator>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> output, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, ITernaryOperator
    {
        Debug.Assert(x.Length == output.Length && y.Length == output.Length && z.Length == output.Length);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(output);
        var whole = output.Length - (output.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var result = f.Invoke<TSimd, TVector>(
                TSimd.Load(ref first, i), TSimd.Load(ref second, i), TSimd.Load(ref third, i));
            TSimd.Store(result, ref to, i);
        }

        if (whole < output.Length)
        {
            LanewiseRest.Map3<TSimd, TVector, TOperator>(
                ref Unsafe.Add(ref first, whole),
                ref Unsafe.Add(ref second, whole),
                ref Unsafe.Add(ref third, whole),
                ref Unsafe.Add(ref to, whole),
                output.Length - whole,
                f);
        }
    }

    /// <summary>x [n], y [n] and z [n] change in place, f being told the input [n].</summary>
    [MethodImpl(HotPath.Inlined)]
    public static void Update3<TSimd, TVector, TOperator>(
        Span<float> x, Span<float> y, Span<float> z, ReadOnlySpan<float> input, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IUpdateOperator
    {
        Debug.Assert(y.Length == x.Length && z.Length == x.Length && input.Length == x.Length);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        ref var from = ref MemoryMarshal.GetReference(input);
        var whole = x.Length - (x.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var (a, b, c) = (TSimd.Load(ref first, i), TSimd.Load(ref second, i), TSimd.Load(ref third, i));
            f.Invoke<TSimd, TVector>(ref a, ref b, ref c, TSimd.Load(ref from, i));
            TSimd.Store(a, ref first, i);
            TSimd.Store(b, ref second, i);
            TSimd.Store(c, ref third, i);
        }

        if (whole < x.Length)
        {
            LanewiseRest.Update3<TSimd, TVector, TOperator>(
                ref Unsafe.Add(ref first, whole),
                ref Unsafe.Add(ref second, whole),
                ref Unsafe.Add(ref third, whole),
                ref Unsafe.Add(ref from, whole),
                x.Length - whole,
                f);
        }
    }

    /// <summary>All of x [n] combined into one value; NaN where the reduction says so of a register.</summary>
    [MethodImpl(HotPath.Inlined)]
    public static float Reduce<TSimd, TVector, TReduction>(ReadOnlySpan<float> x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TReduction : struct, IReduction
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        var whole = x.Length - (x.Length % TSimd.Lanes);
        var result = new Chains<TSimd, TVector, TReduction>();
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var vector = TSimd.Load(ref from, i);
            if (TReduction.MakesNaN<TSimd, TVector>(vector))
            {
                return float.NaN;
            }

            result.Add(vector);
        }

        if (whole < x.Length)
        {
            var rest = TSimd.LoadPartial(ref Unsafe.Add(ref from, whole), x.Length - whole, TReduction.Identity);
            if (TReduction.MakesNaN<TSimd, TVector>(rest))
            {
                return float.NaN;
            }

            result.Add(rest);
        }

        return result.Across();
    }

    /// <summary>All of f(x [n]) combined into one value; n is a multiple of the lanes.</summary>
    [MethodImpl(HotPath.Inlined)]
    public static float Reduce<TSimd, TVector, TOperator, TReduction>(ReadOnlySpan<float> x, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IUnaryOperator
        where TReduction : struct, IReduction
    {
        Debug.Assert(x.Length % TSimd.Lanes == 0);
        ref var from = ref MemoryMarshal.GetReference(x);
        var result = new Chains<TSimd, TVector, TReduction>();
        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)TSimd.Lanes)
        {
            result.Add(f.Invoke<TSimd, TVector>(TSimd.Load(ref from, i)));
        }

        return result.Across();
    }

    /// <summary>output [n] = f(x [n]), and all of the output combined into one value.</summary>
    /// <param name="x">[n].</param>
    /// <param name="output">[n].</param>
    /// <param name="f">What happens to each value.</param>
    /// <param name="filler">
    /// A value for the lanes behind the end of x, of which f makes the identity of the reduction.
    /// </param>
    [MethodImpl(HotPath.Inlined)]
    public static float MapReduce<TSimd, TVector, TOperator, TReduction>(
        ReadOnlySpan<float> x, Span<float> output, TOperator f, float filler)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IUnaryOperator
        where TReduction : struct, IReduction
    {
        Debug.Assert(x.Length == output.Length);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(output);
        var whole = output.Length - (output.Length % TSimd.Lanes);
        var result = new Chains<TSimd, TVector, TReduction>();
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var vector = f.Invoke<TSimd, TVector>(TSimd.Load(ref from, i));
            result.Add(vector);
            TSimd.Store(vector, ref to, i);
        }

        if (whole < output.Length)
        {
            result.Add(LanewiseRest.Map<TSimd, TVector, TOperator>(
                ref Unsafe.Add(ref from, whole), ref Unsafe.Add(ref to, whole), output.Length - whole, f, filler));
        }

        return result.Across();
    }

    /// <summary>
    /// output [n] = f(x [n], y [n]), and all of the output combined into one value; n is a multiple of the lanes.
    /// </summary>
    [MethodImpl(HotPath.Inlined)]
    public static float Map2Reduce<TSimd, TVector, TOperator, TReduction>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> output, TOperator f)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TOperator : struct, IBinaryOperator
        where TReduction : struct, IReduction
    {
        Debug.Assert(x.Length == output.Length && y.Length == output.Length && output.Length % TSimd.Lanes == 0);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var to = ref MemoryMarshal.GetReference(output);
        var result = new Chains<TSimd, TVector, TReduction>();
        for (nuint i = 0; i < (nuint)output.Length; i += (nuint)TSimd.Lanes)
        {
            var vector = f.Invoke<TSimd, TVector>(TSimd.Load(ref first, i), TSimd.Load(ref second, i));
            result.Add(vector);
            TSimd.Store(vector, ref to, i);
        }

        return result.Across();
    }
}
