using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastElman.Simd;

/// <summary>
/// 128-bit vectors with the operations that every machine with such vectors has. Multiply-add is rounded twice, even on
/// machines that could fuse it, so that this instruction set gives the same bits everywhere.
/// </summary>
internal readonly struct Baseline128 : ISimd<Vector128<float>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static InstructionSet InstructionSet => InstructionSet.Vector128;

    public static int Lanes => Vector128<float>.Count;

    public static Vector128<float> Load(ref float source, nuint offset) => Vector128.LoadUnsafe(ref source, offset);

    [MethodImpl(HotPath.Compiled)]
    public static Vector128<float> LoadPartial(ref float source, int count, float filler) =>
        count >= Lanes
            ? Vector128.LoadUnsafe(ref source)
            : Vector128.Create(
                count > 0 ? source : filler,
                count > 1 ? Unsafe.Add(ref source, 1) : filler,
                count > 2 ? Unsafe.Add(ref source, 2) : filler,
                filler);

    public static void Store(Vector128<float> value, ref float target, nuint offset) =>
        value.StoreUnsafe(ref target, offset);

    [MethodImpl(HotPath.Compiled)]
    public static void StorePartial(Vector128<float> value, ref float target, int count)
    {
        if (count >= Lanes)
        {
            value.StoreUnsafe(ref target);
            return;
        }

        if (count > 0)
        {
            target = value[0];
        }

        if (count > 1)
        {
            Unsafe.Add(ref target, 1) = value[1];
        }

        if (count > 2)
        {
            Unsafe.Add(ref target, 2) = value[2];
        }
    }

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    public static Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    public static Vector128<float> MultiplyAdd(
        Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        (left * right) + addend;

    public static Vector128<float> AtLeast(Vector128<float> limit, Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(limit, value), limit, value);

    public static Vector128<float> AtMost(Vector128<float> limit, Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.LessThan(limit, value), limit, value);

    public static Vector128<float> Round(Vector128<float> value) => Vector128.Round(value);

    public static Vector128<float> ScaleByPowerOfTwo(Vector128<float> value, Vector128<float> exponent)
    {
        var whole = Vector128.ConvertToInt32(exponent);
        var half = Vector128.ShiftRightArithmetic(whole, 1);
        return value * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    public static Vector128<float> WhereGreater(
        Vector128<float> value, Vector128<float> limit, Vector128<float> then, Vector128<float> otherwise) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(value, limit), then, otherwise);

    // Not MathF.Max, whose care for NaN and for the signs of zeros takes several times as long.
    public static float MaximumAcross(Vector128<float> value)
    {
        var pairs = AtLeast(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return AtLeast(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    public static float SumAcross(Vector128<float> value) => (value[0] + value[1]) + (value[2] + value[3]);

    public static void StoreFourSums(
        Vector128<float> value0,
        Vector128<float> value1,
        Vector128<float> value2,
        Vector128<float> value3,
        ref float target) =>
        Vector128.Create(
            SumAcross(value0), SumAcross(value1), SumAcross(value2), SumAcross(value3)).StoreUnsafe(ref target);

    public static bool AnyNaN(Vector128<float> value) => !Vector128.EqualsAll(value, value);

    public static uint MaskGreaterOrEqual(Vector128<float> value, Vector128<float> limit) =>
        Vector128.GreaterThanOrEqual(value, limit).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<int> exponent) =>
        Vector128.ShiftLeft(exponent + Vector128.Create(127), 23).AsSingle();
}
