using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The activation of the hidden units by its name, forward and back. A branch a time step, always the same, instead of a type parameter on everything that runs a
/// network, which would triple what has to be compiled: the branch takes less than can be measured.
/// </summary>
internal static class HiddenUnits
{
    /// <summary>values [n] = activation(values + addend [n]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Activate<TSimd, TVector>(HiddenActivation activation, Span<float> values, ReadOnlySpan<float> addend)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (activation)
        {
            case HiddenActivation.Sigmoid: ActivatedSum.Apply<TSimd, TVector, Sigmoid>(values, addend); break;
            case HiddenActivation.Tanh: ActivatedSum.Apply<TSimd, TVector, Tanh>(values, addend); break;
            default: ActivatedSum.Apply<TSimd, TVector, Relu>(values, addend); break;
        }
    }

    /// <summary>errors [n] *= the slopes of the activation, whose values are given [n].</summary>
    public static void MultiplyByDerivative<TSimd, TVector>(HiddenActivation activation, ReadOnlySpan<float> values, Span<float> errors)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (activation)
        {
            case HiddenActivation.Sigmoid: ActivatedSum.MultiplyByDerivative<TSimd, TVector, Sigmoid>(values, errors); break;
            case HiddenActivation.Tanh: ActivatedSum.MultiplyByDerivative<TSimd, TVector, Tanh>(values, errors); break;
            default: ActivatedSum.MultiplyByDerivative<TSimd, TVector, Relu>(values, errors); break;
        }
    }
}
