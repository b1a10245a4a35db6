namespace FastElman;

/// <summary>The function of the hidden units.</summary>
public enum HiddenActivation
{
    /// <summary>1 / (1 + e^−x): the tutorial's.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
