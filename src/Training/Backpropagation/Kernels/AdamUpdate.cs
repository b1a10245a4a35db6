using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>One step of Adam (D. Kingma and J. Ba, 2015, algorithm 1) over some parameters.</summary>
internal static class AdamUpdate
{
    public const float FirstDecay = 0.9f;
    public const float SecondDecay = 0.999f;
    public const float Epsilon = 1e-8f;

    /// <summary>
    /// first = β₁·first + (1 − β₁)·gradients; second = β₂·second + (1 − β₂)·gradients²; parameters −= rate · first / (√second + epsilon).
    /// </summary>
    /// <param name="parameters">[n].</param>
    /// <param name="gradients">[n].</param>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    /// <param name="rate">The learning rate, with what corrects both moments for their start at zero.</param>
    /// <param name="epsilon">ε, corrected likewise.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector>(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float rate, float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(gradients.Length == parameters.Length && first.Length == parameters.Length && second.Length == parameters.Length);
        ref var p = ref MemoryMarshal.GetReference(parameters);
        ref var g = ref MemoryMarshal.GetReference(gradients);
        ref var m = ref MemoryMarshal.GetReference(first);
        ref var v = ref MemoryMarshal.GetReference(second);
        var whole = parameters.Length - (parameters.Length % TSimd.Lanes);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)TSimd.Lanes)
        {
            var gradient = TSimd.Load(ref g, i);
            var mean = Mean<TSimd, TVector>(TSimd.Load(ref m, i), gradient, FirstDecay);
            var square = Mean<TSimd, TVector>(TSimd.Load(ref v, i), TSimd.Multiply(gradient, gradient), SecondDecay);
            TSimd.Store(mean, ref m, i);
            TSimd.Store(square, ref v, i);
            TSimd.Store(Moved<TSimd, TVector>(TSimd.Load(ref p, i), mean, square, rate, epsilon), ref p, i);
        }

        if (whole < parameters.Length)
        {
            var count = parameters.Length - whole;
            var gradient = PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref g, whole), count, 0f);
            var mean = Mean<TSimd, TVector>(PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref m, whole), count, 0f), gradient, FirstDecay);
            var square = Mean<TSimd, TVector>(
                PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref v, whole), count, 0f), TSimd.Multiply(gradient, gradient), SecondDecay);
            PartialVector.Store<TSimd, TVector>(mean, ref Unsafe.Add(ref m, whole), count);
            PartialVector.Store<TSimd, TVector>(square, ref Unsafe.Add(ref v, whole), count);
            var moved = Moved<TSimd, TVector>(PartialVector.Load<TSimd, TVector>(ref Unsafe.Add(ref p, whole), count, 0f), mean, square, rate, epsilon);
            PartialVector.Store<TSimd, TVector>(moved, ref Unsafe.Add(ref p, whole), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Mean<TSimd, TVector>(TVector before, TVector value, float decay)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MultiplyAdd(TSimd.Broadcast(decay), before, TSimd.Multiply(TSimd.Broadcast(1 - decay), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Moved<TSimd, TVector>(TVector parameter, TVector mean, TVector square, float rate, float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var step = TSimd.Divide(mean, TSimd.Add(TSimd.SquareRoot(square), TSimd.Broadcast(epsilon)));
        return TSimd.MultiplyAdd(TSimd.Broadcast(-rate), step, parameter);
    }
}
