using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// An activation function f as a type. Implemented by empty structs, so that the compiler makes a kernel for each of
/// them (<see cref="ActivatedSum"/>) and no call is left at run time.
/// </summary>
internal interface IActivation
{
    /// <summary>f(x) in each lane; NaN stays NaN.</summary>
    static abstract TVector Of<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>
    /// gradient · f′(x) in each lane, where <paramref name="value"/> is f(x): turns ∂loss/∂f(x) into ∂loss/∂x. The
    /// derivative of every activation here follows from its value, so that training need not keep x.
    /// </summary>
    static abstract TVector MultiplyByDerivative<TSimd, TVector>(TVector gradient, TVector value)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
