using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>How the integers in a lane are multiplied and added, as a type: see <see cref="IntegerProduct"/>.</summary>
internal interface IIntegerProducts<TVector> : IProducts<TVector>
    where TVector : struct
{
    /// <summary>
    /// sums + the products of four pairs of registers. Nine parameters, because a struct of four registers would keep
    /// the compiler from using them where they are (docs/notes/kernels.md).
    /// </summary>
    static abstract TVector AddFour(
        TVector sums,
        TVector left0,
        TVector right0,
        TVector left1,
        TVector right1,
        TVector left2,
        TVector right2,
        TVector left3,
        TVector right3);
}

/// <summary>Four integers of 8 bits: 0 to 127 on the left, −127 to 127 on the right.</summary>
internal readonly struct ByteProducts<TSimd, TVector> : IIntegerProducts<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static TVector Add(TVector sums, TVector left, TVector right) => TSimd.AddByteProducts(sums, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector AddFour(
        TVector sums,
        TVector left0,
        TVector right0,
        TVector left1,
        TVector right1,
        TVector left2,
        TVector right2,
        TVector left3,
        TVector right3) =>
        TSimd.AddFourByteProducts(sums, left0, right0, left1, right1, left2, right2, left3, right3);
}

/// <summary>Two integers of 16 bits, −32767 to 32767 on both sides.</summary>
internal readonly struct Int16Products<TSimd, TVector> : IIntegerProducts<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static TVector Add(TVector sums, TVector left, TVector right) => TSimd.AddInt16Products(sums, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector AddFour(
        TVector sums,
        TVector left0,
        TVector right0,
        TVector left1,
        TVector right1,
        TVector left2,
        TVector right2,
        TVector left3,
        TVector right3) =>
        TSimd.AddFourInt16Products(sums, left0, right0, left1, right1, left2, right2, left3, right3);
}
