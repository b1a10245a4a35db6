namespace FastElman.Reference;

/// <summary>The activation functions of a hidden unit and their derivatives.</summary>
public static class ReferenceActivation
{
    /// <summary>h = σ(sum).</summary>
    public static double Of(HiddenActivation activation, double sum) => activation switch
    {
        HiddenActivation.Sigmoid => 1 / (1 + Math.Exp(-sum)),
        HiddenActivation.Tanh => Math.Tanh(sum),
        HiddenActivation.Relu => Math.Max(0, sum),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>σ′(sum) as a function of h = σ(sum). The derivative of ReLU at 0 is taken as 0.</summary>
    public static double Derivative(HiddenActivation activation, double h) => activation switch
    {
        HiddenActivation.Sigmoid => h * (1 - h),
        HiddenActivation.Tanh => 1 - (h * h),
        HiddenActivation.Relu => h > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>The sigmoid as Theano computes it in float32: exactly 1 above 15 and exactly 0 below −88.</summary>
    public static double LimitedSigmoid(double sum) => sum > 15 ? 1 : sum < -88 ? 0 : Of(HiddenActivation.Sigmoid, sum);
}
