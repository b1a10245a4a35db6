using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace FastElman.Simd;

/// <summary>
/// 128-bit vectors of 64-bit Arm. What differs from <see cref="Baseline128"/> is the fused multiply-add, the products
/// of bytes, and instructions for what it composes.
/// </summary>
internal readonly struct Arm64AdvSimd : ISimd<Vector128<float>>
{
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    public static InstructionSet InstructionSet => InstructionSet.AdvSimd;

    public static int Lanes => Vector128<float>.Count;

    public static Vector128<float> Load(ref float source, nuint offset) => Vector128.LoadUnsafe(ref source, offset);

    public static Vector128<float> LoadPartial(ref float source, int count, float filler) =>
        Baseline128.LoadPartial(ref source, count, filler);

    public static void Store(Vector128<float> value, ref float target, nuint offset) =>
        value.StoreUnsafe(ref target, offset);

    public static void StorePartial(Vector128<float> value, ref float target, int count) =>
        Baseline128.StorePartial(value, ref target, count);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    public static Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    public static Vector128<float> MultiplyAdd(
        Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        AdvSimd.FusedMultiplyAdd(addend, left, right);

    public static Vector128<float> AtLeast(Vector128<float> limit, Vector128<float> value) => AdvSimd.Max(limit, value);

    public static Vector128<float> AtMost(Vector128<float> limit, Vector128<float> value) => AdvSimd.Min(limit, value);

    public static Vector128<float> Round(Vector128<float> value) => AdvSimd.RoundToNearest(value);

    public static Vector128<float> ScaleByPowerOfTwo(Vector128<float> value, Vector128<float> exponent) =>
        Baseline128.ScaleByPowerOfTwo(value, exponent);

    public static Vector128<float> WhereGreater(
        Vector128<float> value, Vector128<float> limit, Vector128<float> then, Vector128<float> otherwise) =>
        AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(value, limit), then, otherwise);

    public static float MaximumAcross(Vector128<float> value) => AdvSimd.Arm64.MaxAcross(value).ToScalar();

    public static float SumAcross(Vector128<float> value) => Baseline128.SumAcross(value);

    public static void StoreFourSums(
        Vector128<float> value0,
        Vector128<float> value1,
        Vector128<float> value2,
        Vector128<float> value3,
        ref float target) =>
        AdvSimd.Arm64.AddPairwise(
            AdvSimd.Arm64.AddPairwise(value0, value1),
            AdvSimd.Arm64.AddPairwise(value2, value3)).StoreUnsafe(ref target);

    public static bool AnyNaN(Vector128<float> value) => Baseline128.AnyNaN(value);

    public static uint MaskGreaterOrEqual(Vector128<float> value, Vector128<float> limit) =>
        Baseline128.MaskGreaterOrEqual(value, limit);

    public static bool HasByteProducts => true;

    public static Vector128<float> BroadcastBits(int bits) => Vector128.Create(bits).AsSingle();

    // Without the instructions for dot products: two products of at most 127 · 127 fit 16 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddByteProducts(
        Vector128<float> sums, Vector128<float> small, Vector128<float> signed)
    {
        var (left, right) = (small.AsSByte(), signed.AsSByte());
        return Dp.IsSupported
            ? Dp.DotProduct(sums.AsInt32(), left, right).AsSingle()
            : AddPairs(
                sums,
                AdvSimd.MultiplyWideningLower(left.GetLower(), right.GetLower()),
                AdvSimd.MultiplyWideningUpper(left, right));
    }

    // Without dot products: ten instructions for four registers of bytes. Four products are added while they are
    // multiplied, in one lane of 16 bits for each byte of a register; then the lanes of bytes 0 and 1, and of bytes 2
    // and 3, meet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddFourByteProducts(
        Vector128<float> sums,
        Vector128<float> small0,
        Vector128<float> signed0,
        Vector128<float> small1,
        Vector128<float> signed1,
        Vector128<float> small2,
        Vector128<float> signed2,
        Vector128<float> small3,
        Vector128<float> signed3)
    {
        if (Dp.IsSupported)
        {
            sums = AddByteProducts(AddByteProducts(sums, small0, signed0), small1, signed1);
            return AddByteProducts(AddByteProducts(sums, small2, signed2), small3, signed3);
        }

        var (x0, x1, x2, x3) = (small0.AsSByte(), small1.AsSByte(), small2.AsSByte(), small3.AsSByte());
        var (w0, w1, w2, w3) = (signed0.AsSByte(), signed1.AsSByte(), signed2.AsSByte(), signed3.AsSByte());
        var lower = AdvSimd.MultiplyWideningLower(x0.GetLower(), w0.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x1.GetLower(), w1.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x2.GetLower(), w2.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x3.GetLower(), w3.GetLower());
        var upper = AdvSimd.MultiplyWideningUpper(x0, w0);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x1, w1);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x2, w2);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x3, w3);
        return AddPairs(sums, lower, upper);
    }

    public static bool HasInt16Products => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddInt16Products(
        Vector128<float> sums, Vector128<float> left, Vector128<float> right)
    {
        var (x, w) = (left.AsInt16(), right.AsInt16());
        var lower = AdvSimd.MultiplyWideningLower(x.GetLower(), w.GetLower());
        var upper = AdvSimd.MultiplyWideningUpper(x, w);
        return AdvSimd.Add(sums.AsInt32(), AdvSimd.Arm64.AddPairwise(lower, upper)).AsSingle();
    }

    // Ten instructions instead of sixteen: the products are added before their pairs meet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddFourInt16Products(
        Vector128<float> sums,
        Vector128<float> left0,
        Vector128<float> right0,
        Vector128<float> left1,
        Vector128<float> right1,
        Vector128<float> left2,
        Vector128<float> right2,
        Vector128<float> left3,
        Vector128<float> right3)
    {
        var (x0, x1, x2, x3) = (left0.AsInt16(), left1.AsInt16(), left2.AsInt16(), left3.AsInt16());
        var (w0, w1, w2, w3) = (right0.AsInt16(), right1.AsInt16(), right2.AsInt16(), right3.AsInt16());
        var lower = AdvSimd.MultiplyWideningLower(x0.GetLower(), w0.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x1.GetLower(), w1.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x2.GetLower(), w2.GetLower());
        lower = AdvSimd.MultiplyWideningLowerAndAdd(lower, x3.GetLower(), w3.GetLower());
        var upper = AdvSimd.MultiplyWideningUpper(x0, w0);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x1, w1);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x2, w2);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, x3, w3);
        return AdvSimd.Add(sums.AsInt32(), AdvSimd.Arm64.AddPairwise(lower, upper)).AsSingle();
    }

    public static void StoreAsInt16(Vector128<float> value, ref short target, nuint offset) =>
        AdvSimd.ExtractNarrowingSaturateLower(AdvSimd.ConvertToInt32RoundToEven(value)).StoreUnsafe(ref target, offset);

    public static Vector128<float> ToFloat(Vector128<float> integers) => AdvSimd.ConvertToSingle(integers.AsInt32());

    public static void StoreAsBytes(Vector128<float> value, ref byte target, nuint offset)
    {
        var words = AdvSimd.ExtractNarrowingLower(AdvSimd.ConvertToInt32RoundToEven(value));
        var bytes = AdvSimd.ExtractNarrowingLower(Vector128.Create(words, words));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, offset), bytes.AsUInt32().ToScalar());
    }

    /// <summary>Adds products of bytes, two neighbours in 16 bits at first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddPairs(Vector128<float> sums, Vector128<short> lower, Vector128<short> upper) =>
        AdvSimd.AddPairwiseWideningAndAdd(sums.AsInt32(), AdvSimd.Arm64.AddPairwise(lower, upper)).AsSingle();
}
