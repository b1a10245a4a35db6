using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>What <see cref="Lanewise"/> does to each register of one operand. Fields hold scalar arguments.</summary>
/// <remarks>Implementations are readonly structs whose <c>Invoke</c> is inlined.</remarks>
internal interface IUnaryOperator
{
    TVector Invoke<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>What <see cref="Lanewise"/> does to each pair of registers of two operands.</summary>
internal interface IBinaryOperator
{
    TVector Invoke<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>What <see cref="Lanewise"/> does to the registers of three operands.</summary>
internal interface ITernaryOperator
{
    TVector Invoke<TSimd, TVector>(TVector x, TVector y, TVector z)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>
/// How <see cref="Lanewise"/> changes the registers of three operands in place, with one more as input.
/// </summary>
internal interface IUpdateOperator
{
    void Invoke<TSimd, TVector>(ref TVector x, ref TVector y, ref TVector z, TVector input)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>
/// How <see cref="Lanewise"/> combines many values into one: first lane by lane, then across the lanes.
/// </summary>
internal interface IReduction
{
    /// <summary>
    /// The value that changes no result: what the result begins with, and what fills lanes without a value.
    /// </summary>
    static abstract float Identity { get; }

    /// <summary>Combines the result so far with one more register, lane by lane.</summary>
    static abstract TVector Combine<TSimd, TVector>(TVector soFar, TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>Combines two results.</summary>
    static abstract TVector Merge<TSimd, TVector>(TVector left, TVector right)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>Combines the lanes of the result.</summary>
    static abstract float Across<TSimd, TVector>(TVector result)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>Whether a register makes the whole result NaN, where <see cref="Combine"/> would lose a NaN.</summary>
    static virtual bool MakesNaN<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => false;
}
