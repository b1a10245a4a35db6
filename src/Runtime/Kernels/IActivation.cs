using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// What a layer does to its sums, as a type. Implemented by empty structs, so that the compiler makes a kernel of its own for each
/// (<see cref="ActivatedSum"/>): no call is left at run time.
/// </summary>
internal interface IActivation
{
    /// <summary>The activation of each lane; NaN stays NaN.</summary>
    static abstract TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>
    /// error · f′(x) where <paramref name="value"/> is f(x): from the derivative by the activation's value to the one by its argument. All
    /// activations here have a slope that follows from the value, so that training need not keep the sums.
    /// </summary>
    static abstract TVector MultiplyByDerivative<TSimd, TVector>(TVector error, TVector value)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
