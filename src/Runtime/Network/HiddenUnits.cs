using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The activation f of the hidden units, chosen by its name. A branch that always goes the same way, instead of a
/// type parameter of everything that runs a network, which would triple the code to compile. The branch costs less
/// than can be measured.
/// </summary>
internal static class HiddenUnits
{
    /// <summary>values = f(values + addend).</summary>
    /// <param name="activation">f.</param>
    /// <param name="values">[n]: the sums; receives the activations.</param>
    /// <param name="addend">[n]: the last part of the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Activate<TSimd, TVector>(
        HiddenActivation activation, Span<float> values, ReadOnlySpan<float> addend)
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

    /// <summary>errors *= f′, from ∂loss/∂h to ∂loss/∂z.</summary>
    /// <param name="activation">f.</param>
    /// <param name="values">[n]: the activations, of which the derivatives are computed.</param>
    /// <param name="errors">[n]: the derivatives of the loss.</param>
    public static void MultiplyByDerivative<TSimd, TVector>(
        HiddenActivation activation, ReadOnlySpan<float> values, Span<float> errors)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (activation)
        {
            case HiddenActivation.Sigmoid:
                ActivatedSum.MultiplyByDerivative<TSimd, TVector, Sigmoid>(values, errors);
                break;
            case HiddenActivation.Tanh:
                ActivatedSum.MultiplyByDerivative<TSimd, TVector, Tanh>(values, errors);
                break;
            default:
                ActivatedSum.MultiplyByDerivative<TSimd, TVector, Relu>(values, errors);
                break;
        }
    }
}
