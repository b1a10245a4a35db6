using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// 1 / (1 + e^−x), and as Theano's C code has it exactly 1 above 15 and exactly 0 below −88 (scalar_sigmoid of Theano 1.0).
/// NaN stays NaN.
/// </summary>
internal static class Sigmoid
{
    /// <summary>
    /// Largest absolute error against the double-precision twin, which has the same two limits (measured over every seventh float
    /// from −110 to 20: 8.93e-8 in every instruction set).
    /// </summary>
    public const float AbsoluteErrorBound = 1e-7f;

    private const float OneAbove = 15f;
    private const float ZeroBelow = -88f;

    /// <summary>values [n] = sigmoid(values + addend [n]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyToSum<TSimd, TVector>(Span<float> values, ReadOnlySpan<float> addend)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(addend.Length == values.Length);
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var second = ref MemoryMarshal.GetReference(addend);
        var whole = values.Length - (values.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var sum = TSimd.Add(TSimd.Load(ref first, i), TSimd.Load(ref second, i));
            TSimd.Store(Of<TSimd, TVector>(sum), ref first, i);
        }

        if (whole < values.Length)
        {
            ref var rest = ref Unsafe.Add(ref first, whole);
            var count = values.Length - whole;
            var sum = TSimd.Add(
                PartialVector.Load<TSimd, TVector>(ref rest, count, filler: 0f),
                PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref second, whole), count, filler: 0f));
            PartialVector.Store<TSimd, TVector>(Of<TSimd, TVector>(sum), ref rest, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var one = TSimd.Broadcast(1f);
        var exponential = Exponential.Of<TSimd, TVector>(TSimd.Subtract(TSimd.Broadcast(0f), x));
        var sigmoid = TSimd.Divide(one, TSimd.Add(one, exponential));
        sigmoid = TSimd.WhereGreater(x, TSimd.Broadcast(OneAbove), one, sigmoid);
        return TSimd.WhereGreater(TSimd.Broadcast(ZeroBelow), x, TSimd.Broadcast(0f), sigmoid);
    }
}
