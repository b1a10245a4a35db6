using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Kernels;
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
        Lanewise.Update3<TSimd, TVector, AdamOperator>(
            parameters, first, second, gradients, new AdamOperator(rate, epsilon));
    }

    private readonly struct AdamOperator(float rate, float epsilon) : IUpdateOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TSimd, TVector>(
            ref TVector parameter, ref TVector first, ref TVector second, TVector gradient)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            first = MovingAverage<TSimd, TVector>(first, gradient, FirstDecay);
            second = MovingAverage<TSimd, TVector>(second, TSimd.Multiply(gradient, gradient), SecondDecay);
            var step = TSimd.Divide(first, TSimd.Add(TSimd.SquareRoot(second), TSimd.Broadcast(epsilon)));
            parameter = TSimd.MultiplyAdd(TSimd.Broadcast(-rate), step, parameter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MovingAverage<TSimd, TVector>(TVector average, TVector value, float decay)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MultiplyAdd(TSimd.Broadcast(decay), average, TSimd.Multiply(TSimd.Broadcast(1 - decay), value));
}
