using System.Runtime.InteropServices;
using FastElman.Simd;

namespace FastElman.Tests.Simd;

/// <summary>The operations of one instruction set on arrays of as many values as a register has lanes.</summary>
internal abstract class VectorOperations
{
    public abstract int Lanes { get; }

    public abstract InstructionSet InstructionSet { get; }

    public static VectorOperations Of(InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, VectorOperations>(instructionSet, default);

    public abstract float[] LoadStore(float[] source, int offset);

    public abstract float[] Broadcast(float value);

    public abstract float[] Add(float[] left, float[] right);

    public abstract float[] Subtract(float[] left, float[] right);

    public abstract float[] Multiply(float[] left, float[] right);

    public abstract float[] Divide(float[] left, float[] right);

    public abstract float[] SquareRoot(float[] value);

    public abstract float[] MultiplyAdd(float[] left, float[] right, float[] addend);

    public abstract float[] AtLeast(float[] limit, float[] value);

    public abstract float[] AtMost(float[] limit, float[] value);

    public abstract float[] Round(float[] value);

    public abstract float[] ScaleByPowerOfTwo(float[] value, float[] exponent);

    public abstract float[] WhereGreater(float[] value, float[] limit, float[] then, float[] otherwise);

    public abstract float MaximumAcross(float[] value);

    public abstract float SumAcross(float[] value);

    public abstract void StoreFourSums(
        float[] value0, float[] value1, float[] value2, float[] value3, Span<float> target);

    public abstract bool AnyNaN(float[] value);

    public abstract uint MaskGreaterOrEqual(float[] value, float[] limit);

    public abstract bool HasByteProducts { get; }

    /// <summary>A register of the same 32 bits in each lane, as whole numbers.</summary>
    public abstract int[] BroadcastBits(int bits);

    /// <summary>The operands have four bytes for each lane.</summary>
    public abstract int[] AddByteProducts(int[] sums, byte[] small, sbyte[] signed);

    /// <summary>With four of each side.</summary>
    public abstract int[] AddFourByteProducts(int[] sums, byte[][] small, sbyte[][] signed);

    public abstract bool HasInt16Products { get; }

    /// <summary>The operands have two integers for each lane.</summary>
    public abstract int[] AddInt16Products(int[] sums, short[] left, short[] right);

    /// <summary>With four of each side.</summary>
    public abstract int[] AddFourInt16Products(int[] sums, short[][] left, short[][] right);

    public abstract void StoreAsInt16(float[] value, short[] target, int offset);

    public abstract float[] ToFloat(int[] wholeNumbers);

    public abstract void StoreAsBytes(float[] value, byte[] target, int offset);

    public abstract float[] PartialLoad(ReadOnlySpan<float> source, float filler);

    public abstract void PartialStore(float[] value, Span<float> target);

    private readonly struct Factory : ISimdVisitor<VectorOperations>
    {
        public VectorOperations Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new VectorOperations<TSimd, TVector>();
    }
}

internal sealed class VectorOperations<TSimd, TVector> : VectorOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override int Lanes => TSimd.Lanes;

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    public override float[] LoadStore(float[] source, int offset) => Values(TSimd.Load(ref source[0], (nuint)offset));

    public override float[] Broadcast(float value) => Values(TSimd.Broadcast(value));

    public override float[] Add(float[] left, float[] right) => Values(TSimd.Add(Vector(left), Vector(right)));

    public override float[] Subtract(float[] left, float[] right) =>
        Values(TSimd.Subtract(Vector(left), Vector(right)));

    public override float[] Multiply(float[] left, float[] right) =>
        Values(TSimd.Multiply(Vector(left), Vector(right)));

    public override float[] Divide(float[] left, float[] right) => Values(TSimd.Divide(Vector(left), Vector(right)));

    public override float[] SquareRoot(float[] value) => Values(TSimd.SquareRoot(Vector(value)));

    public override float[] MultiplyAdd(float[] left, float[] right, float[] addend) =>
        Values(TSimd.MultiplyAdd(Vector(left), Vector(right), Vector(addend)));

    public override float[] AtLeast(float[] limit, float[] value) =>
        Values(TSimd.AtLeast(Vector(limit), Vector(value)));

    public override float[] AtMost(float[] limit, float[] value) => Values(TSimd.AtMost(Vector(limit), Vector(value)));

    public override float[] Round(float[] value) => Values(TSimd.Round(Vector(value)));

    public override float[] ScaleByPowerOfTwo(float[] value, float[] exponent) =>
        Values(TSimd.ScaleByPowerOfTwo(Vector(value), Vector(exponent)));

    public override float[] WhereGreater(float[] value, float[] limit, float[] then, float[] otherwise) =>
        Values(TSimd.WhereGreater(Vector(value), Vector(limit), Vector(then), Vector(otherwise)));

    public override float MaximumAcross(float[] value) => TSimd.MaximumAcross(Vector(value));

    public override float SumAcross(float[] value) => TSimd.SumAcross(Vector(value));

    public override void StoreFourSums(
        float[] value0, float[] value1, float[] value2, float[] value3, Span<float> target) =>
        TSimd.StoreFourSums(
            Vector(value0), Vector(value1), Vector(value2), Vector(value3), ref MemoryMarshal.GetReference(target));

    public override bool AnyNaN(float[] value) => TSimd.AnyNaN(Vector(value));

    public override uint MaskGreaterOrEqual(float[] value, float[] limit) =>
        TSimd.MaskGreaterOrEqual(Vector(value), Vector(limit));

    public override bool HasByteProducts => TSimd.HasByteProducts;

    public override int[] BroadcastBits(int bits) => WholeNumbers(TSimd.BroadcastBits(bits));

    public override int[] AddByteProducts(int[] sums, byte[] small, sbyte[] signed) =>
        WholeNumbers(TSimd.AddByteProducts(OfBits<int>(sums), OfBits<byte>(small), OfBits<sbyte>(signed)));

    public override int[] AddFourByteProducts(int[] sums, byte[][] small, sbyte[][] signed) =>
        WholeNumbers(TSimd.AddFourByteProducts(
            OfBits<int>(sums),
            OfBits<byte>(small[0]),
            OfBits<sbyte>(signed[0]),
            OfBits<byte>(small[1]),
            OfBits<sbyte>(signed[1]),
            OfBits<byte>(small[2]),
            OfBits<sbyte>(signed[2]),
            OfBits<byte>(small[3]),
            OfBits<sbyte>(signed[3])));

    public override bool HasInt16Products => TSimd.HasInt16Products;

    public override int[] AddInt16Products(int[] sums, short[] left, short[] right) =>
        WholeNumbers(TSimd.AddInt16Products(OfBits<int>(sums), OfBits<short>(left), OfBits<short>(right)));

    public override int[] AddFourInt16Products(int[] sums, short[][] left, short[][] right) =>
        WholeNumbers(TSimd.AddFourInt16Products(
            OfBits<int>(sums),
            OfBits<short>(left[0]),
            OfBits<short>(right[0]),
            OfBits<short>(left[1]),
            OfBits<short>(right[1]),
            OfBits<short>(left[2]),
            OfBits<short>(right[2]),
            OfBits<short>(left[3]),
            OfBits<short>(right[3])));

    public override void StoreAsInt16(float[] value, short[] target, int offset) =>
        TSimd.StoreAsInt16(Vector(value), ref target[0], (nuint)offset);

    public override float[] ToFloat(int[] wholeNumbers) => Values(TSimd.ToFloat(OfBits<int>(wholeNumbers)));

    public override void StoreAsBytes(float[] value, byte[] target, int offset) =>
        TSimd.StoreAsBytes(Vector(value), ref target[0], (nuint)offset);

    public override float[] PartialLoad(ReadOnlySpan<float> source, float filler) =>
        Values(TSimd.LoadPartial(ref MemoryMarshal.GetReference(source), source.Length, filler));

    public override void PartialStore(float[] value, Span<float> target) =>
        TSimd.StorePartial(Vector(value), ref MemoryMarshal.GetReference(target), target.Length);

    private static TVector Vector(float[] values)
    {
        Assert.Equal(TSimd.Lanes, values.Length);
        return TSimd.Load(ref values[0], 0);
    }

    private static TVector OfBits<T>(ReadOnlySpan<T> values)
        where T : struct => Vector(MemoryMarshal.Cast<T, float>(values).ToArray());

    private static int[] WholeNumbers(TVector vector) => MemoryMarshal.Cast<float, int>(Values(vector)).ToArray();

    private static float[] Values(TVector vector)
    {
        var values = new float[TSimd.Lanes];
        TSimd.Store(vector, ref values[0], 0);
        return values;
    }
}
