using System.Diagnostics;

namespace FastElman.Simd;

/// <summary>
/// What a kernel may ask of an instruction set. Implemented by empty structs, so that the compiler makes a kernel of its own
/// for each: no call is left at run time, and every algorithm is written once.
/// </summary>
/// <typeparam name="TVector">The register: Vector512, Vector256, Vector128, or a plain float.</typeparam>
internal interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Which one this is: what a run reports as the instruction set that it used.</summary>
    static abstract InstructionSet InstructionSet { get; }

    /// <summary>Floats in a register.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(ref float source, nuint offset);

    /// <summary>Half a register from memory into the lower lanes, the others 0; only for registers of eight lanes and more.</summary>
    static virtual TVector LoadHalf(ref float source, nuint offset) => throw new UnreachableException();

    /// <summary>
    /// The first lanes from memory, as many as <paramref name="count"/> says, from none to all; the others are
    /// <paramref name="filler"/>. Memory behind them is not touched.
    /// </summary>
    static abstract TVector LoadPartial(ref float source, int count, float filler);

    static abstract void Store(TVector value, ref float target, nuint offset);

    /// <summary>
    /// The first lanes to memory, as many as <paramref name="count"/> says, from none to all. Memory behind them is
    /// not touched.
    /// </summary>
    static abstract void StorePartial(TVector value, ref float target, int count);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>Rounded correctly in each lane; NaN below 0.</summary>
    static abstract TVector SquareRoot(TVector value);

    /// <summary>left · right + addend, rounded once where the instruction set can, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The larger of the two in each lane; a NaN in <paramref name="value"/> comes through.</summary>
    static abstract TVector AtLeast(TVector limit, TVector value);

    /// <summary>The smaller of the two in each lane; a NaN in <paramref name="value"/> comes through.</summary>
    static abstract TVector AtMost(TVector limit, TVector value);

    /// <summary>To the nearest whole number, ties to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>value · 2^exponent, for whole exponents from −252 to 252, down into the denormals.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector exponent);

    /// <summary>In each lane <paramref name="then"/> where value &gt; limit, else <paramref name="otherwise"/> (also where one is NaN).</summary>
    static abstract TVector WhereGreater(TVector value, TVector limit, TVector then, TVector otherwise);

    /// <summary>The largest lane, where none is NaN.</summary>
    static abstract float MaximumAcross(TVector value);

    /// <summary>The sum of the lanes, in an order that is always the same.</summary>
    static abstract float SumAcross(TVector value);

    /// <summary>The sums of the lanes of four registers, in an order that is always the same, side by side.</summary>
    static abstract void StoreFourSums(TVector value0, TVector value1, TVector value2, TVector value3, ref float target);

    static abstract bool AnyNaN(TVector value);

    /// <summary>The first lane that equals <paramref name="wanted"/>, or <see cref="Lanes"/> where none does.</summary>
    static abstract int FirstLaneEqual(TVector value, float wanted);

    /// <summary>A bit for each lane, the first lowest: whether value ≥ limit there.</summary>
    static abstract uint MaskGreaterOrEqual(TVector value, TVector limit);

    /// <summary>So many times 127 fit 16 bits.</summary>
    const int ByteProductLimit = short.MaxValue / 127;

    /// <summary>Whether there are the operations on bytes below, and faster than those on floats; where not, nobody may call them.</summary>
    static virtual bool HasByteProducts => false;

    /// <summary>The same 32 bits in each lane.</summary>
    static virtual TVector BroadcastBits(int bits) => throw new UnreachableException();

    /// <summary>
    /// To each lane's 32-bit whole number adds the products of its four bytes from 0 to 127 in <paramref name="small"/> with its four
    /// signed bytes in <paramref name="signed"/>.
    /// </summary>
    static virtual TVector AddByteProducts(TVector sums, TVector small, TVector signed) => throw new UnreachableException();

    /// <summary>
    /// The same four times in one, which may add up the products of bytes 0 and 1, and of bytes 2 and 3, in 16 bits first: in each lane the
    /// magnitudes of the eight signed bytes that meet there must sum to <see cref="ByteProductLimit"/> at most.
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

    /// <summary>Whether there are the operations on 16-bit whole numbers below; where not, nobody may call them.</summary>
    static virtual bool HasInt16Products => false;

    /// <summary>
    /// To each lane's 32-bit whole number adds the products of its two 16-bit numbers in <paramref name="left"/> with those in
    /// <paramref name="right"/>.
    /// </summary>
    static virtual TVector AddInt16Products(TVector sums, TVector left, TVector right) => throw new UnreachableException();

    /// <summary>Stores each lane, a number from −32767 to 32767, as a 16-bit whole number, rounded to the nearest.</summary>
    static virtual void StoreAsInt16(TVector value, ref short target, nuint offset) => throw new UnreachableException();

    /// <summary>From 32-bit whole numbers to floats.</summary>
    static virtual TVector ToFloat(TVector wholeNumbers) => throw new UnreachableException();

    /// <summary>Stores each lane, a number from 0 to 127, as a byte, rounded to the nearest.</summary>
    static virtual void StoreAsBytes(TVector value, ref byte target, nuint offset) => throw new UnreachableException();
}
