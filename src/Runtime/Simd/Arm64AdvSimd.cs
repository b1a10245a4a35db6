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

    public static bool HasByteProducts => Dp.IsSupported;

    public static Vector128<float> BroadcastBits(int bits) => Vector128.Create(bits).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddByteProducts(
        Vector128<float> sums, Vector128<float> small, Vector128<float> signed) =>
        Dp.DotProduct(sums.AsInt32(), small.AsSByte(), signed.AsSByte()).AsSingle();

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
        Vector128<float> signed3) =>
        AddByteProducts(
            AddByteProducts(AddByteProducts(AddByteProducts(sums, small0, signed0), small1, signed1), small2, signed2),
            small3,
            signed3);

    public static Vector128<float> ToFloat(Vector128<float> integers) => AdvSimd.ConvertToSingle(integers.AsInt32());

    public static void StoreAsBytes(Vector128<float> value, ref byte target, nuint offset)
    {
        var words = AdvSimd.ExtractNarrowingLower(AdvSimd.ConvertToInt32RoundToEven(value));
        var bytes = AdvSimd.ExtractNarrowingLower(Vector128.Create(words, words));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, offset), bytes.AsUInt32().ToScalar());
    }
}
