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
    /// first = β₁·first + (1 − β₁)·gradients; second = β₂·second + (1 − β₂)·gradients²;
    /// parameters −= rate · first / (√second + epsilon).
    /// </summary>
    /// <param name="parameters">[n]: parameters, updated in place.</param>
    /// <param name="gradients">[n]: ∂loss/∂parameters.</param>
    /// <param name="first">[n]: moving averages of the gradients, updated in place.</param>
    /// <param name="second">[n]: moving averages of their squares, updated in place.</param>
    /// <param name="rate">The learning rate, times the bias correction of both moments.</param>
    /// <param name="epsilon">ε, times the bias correction of the second moment.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Apply<TSimd, TVector>(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
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
