using FastElman.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>The activation of a hidden unit, and its slope as a function of its value.</summary>
internal static class ReferenceActivation
{
    /// <summary>σ(sum).</summary>
    public static double Of(HiddenActivation activation, double sum) => activation switch
    {
        HiddenActivation.Sigmoid => 1 / (1 + Math.Exp(-sum)),
        HiddenActivation.Tanh => Math.Tanh(sum),
        HiddenActivation.Relu => Math.Max(0, sum),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>σ′(sum) where <paramref name="value"/> is σ(sum). The rectifier has no slope at 0: it is 0 there.</summary>
    public static double Slope(HiddenActivation activation, double value) => activation switch
    {
        HiddenActivation.Sigmoid => value * (1 - value),
        HiddenActivation.Tanh => 1 - (value * value),
        HiddenActivation.Relu => value > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
