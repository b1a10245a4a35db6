using System.Diagnostics;

namespace FastElman.Simd;

/// <summary>
/// The operations of an instruction set, as a type. Implemented by empty structs, so that the compiler makes a kernel
/// for each of them: no call is left at run time, and every algorithm is written once.
/// </summary>
/// <typeparam name="TVector">The register: Vector512, Vector256, Vector128, or a plain float.</typeparam>
internal interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>The name of the instruction set, which a run reports.</summary>
    static abstract InstructionSet InstructionSet { get; }

    /// <summary>Floats in a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>A register from memory, <paramref name="offset"/> floats behind <paramref name="source"/>.</summary>
    static abstract TVector Load(ref float source, nuint offset);

    /// <summary>
    /// Half a register from memory into the lower lanes, 0 into the others; for registers of at least eight lanes.
    /// </summary>
    static virtual TVector LoadHalf(ref float source, nuint offset) => throw new UnreachableException();

    /// <summary>
    /// The first lanes from memory, as many as <paramref name="count"/> says, from none to all; the others are
    /// <paramref name="filler"/>. Memory behind them is not touched.
    /// </summary>
    static abstract TVector LoadPartial(ref float source, int count, float filler);

    /// <summary>A register to memory, <paramref name="offset"/> floats behind <paramref name="target"/>.</summary>
    static abstract void Store(TVector value, ref float target, nuint offset);

    /// <summary>
    /// The first lanes to memory, as many as <paramref name="count"/> says, from none to all. Memory behind them is
    /// not touched.
    /// </summary>
    static abstract void StorePartial(TVector value, ref float target, int count);

    /// <summary>The same value in each lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left − right.</summary>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>left · right.</summary>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left / right.</summary>
    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>√value, correctly rounded; NaN below 0.</summary>
    static abstract TVector SquareRoot(TVector value);

    /// <summary>left · right + addend, rounded once where the instruction set can, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The larger of the two in each lane; NaN where <paramref name="value"/> is NaN.</summary>
    static abstract TVector AtLeast(TVector limit, TVector value);

    /// <summary>The smaller of the two in each lane; NaN where <paramref name="value"/> is NaN.</summary>
    static abstract TVector AtMost(TVector limit, TVector value);

    /// <summary>Rounded to the nearest integer, ties to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>value · 2^exponent, for integral exponents from −252 to 252; results may be denormal.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector exponent);

    /// <summary>
    /// In each lane <paramref name="then"/> where value &gt; limit, else <paramref name="otherwise"/>, also where one
    /// is NaN.
    /// </summary>
    static abstract TVector WhereGreater(TVector value, TVector limit, TVector then, TVector otherwise);

    /// <summary>The largest lane; undefined where one is NaN.</summary>
    static abstract float MaximumAcross(TVector value);

    /// <summary>The sum of the lanes, in an order that is always the same.</summary>
    static abstract float SumAcross(TVector value);

    /// <summary>
    /// Stores the sums of the lanes of four registers side by side; the order of a sum is always the same.
    /// </summary>
    static abstract void StoreFourSums(
        TVector value0, TVector value1, TVector value2, TVector value3, ref float target);

    /// <summary>Whether a lane is NaN.</summary>
    static abstract bool AnyNaN(TVector value);

    /// <summary>A bit for each lane, the lowest for the first lane: whether value ≥ limit.</summary>
    static abstract uint MaskGreaterOrEqual(TVector value, TVector limit);

    /// <summary>The largest n for which n · 127 fits 16 bits.</summary>
    const int ByteProductLimit = short.MaxValue / 127;

    /// <summary>
    /// Whether the operations on bytes below exist and are faster than those on floats. Otherwise they must not be
    /// called.
    /// </summary>
    static virtual bool HasByteProducts => false;

    /// <summary>The same 32 bits in each lane.</summary>
    static virtual TVector BroadcastBits(int bits) => throw new UnreachableException();

    /// <summary>
    /// sums + the products of the four bytes from 0 to 127 in <paramref name="small"/> with the four signed bytes in
    /// <paramref name="signed"/>, in each lane of 32 bits.
    /// </summary>
    static virtual TVector AddByteProducts(
        TVector sums, TVector small, TVector signed) => throw new UnreachableException();

    /// <summary>
    /// <see cref="AddByteProducts"/> of four pairs. The products of bytes 0 and 1, and those of bytes 2 and 3, may
    /// first be added in 16 bits: the magnitudes of the eight signed bytes that meet there must sum to at most
    /// <see cref="ByteProductLimit"/>.
    /// </summary>
    static virtual TVector AddFourByteProducts(
        TVector sums,
        TVector small0,
        TVector signed0,
        TVector small1,
        TVector signed1,
        TVector small2,
        TVector signed2,
        TVector small3,
        TVector signed3) => throw new UnreachableException();

    /// <summary>Whether the operations on 16-bit integers below exist. Otherwise they must not be called.</summary>
    static virtual bool HasInt16Products => false;

    /// <summary>
    /// sums + the products of the two 16-bit integers in <paramref name="left"/> with those in
    /// <paramref name="right"/>, in each lane of 32 bits.
    /// </summary>
    static virtual TVector AddInt16Products(
        TVector sums, TVector left, TVector right) => throw new UnreachableException();

    /// <summary><see cref="AddInt16Products"/> of four pairs, none of whose partial sums overflows.</summary>
    static virtual TVector AddFourInt16Products(
        TVector sums,
        TVector left0,
        TVector right0,
        TVector left1,
        TVector right1,
        TVector left2,
        TVector right2,
        TVector left3,
        TVector right3) => throw new UnreachableException();

    /// <summary>Stores each lane, a value from −32767 to 32767, as a 16-bit integer, rounded to the nearest.</summary>
    static virtual void StoreAsInt16(TVector value, ref short target, nuint offset) => throw new UnreachableException();

    /// <summary>From 32-bit integers to floats.</summary>
    static virtual TVector ToFloat(TVector integers) => throw new UnreachableException();

    /// <summary>Stores each lane, a value from 0 to 127, as a byte, rounded to the nearest.</summary>
    static virtual void StoreAsBytes(TVector value, ref byte target, nuint offset) => throw new UnreachableException();
}
