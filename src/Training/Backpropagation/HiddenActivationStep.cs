using FastElman.Network;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The activation of one time step in padded rows: whatever it makes of the padding, the padding is 0 afterwards.
/// </summary>
internal static class HiddenActivationStep
{
    /// <summary>row [padded hidden]: h = f(row + bias).</summary>
    public static void Apply<TSimd, TVector>(ElmanShape shape, Span<float> row, ReadOnlySpan<float> bias)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        HiddenUnits.Activate<TSimd, TVector>(shape.Variant.Activation, row, bias);
        row[shape.HiddenSize..].Clear();
    }

    /// <summary>gradients [padded hidden]: ∂z = ∂h ∘ f′(z), where f′ follows from h.</summary>
    public static void Backpropagate<TSimd, TVector>(
        ElmanShape shape, ReadOnlySpan<float> hidden, Span<float> gradients)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        HiddenUnits.MultiplyByDerivative<TSimd, TVector>(shape.Variant.Activation, hidden, gradients);
        gradients[shape.HiddenSize..].Clear();
    }
}
