using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        Sse.IsSupported
            ? Sse.Max(limit, value)
            : Vector128.ConditionalSelect(Vector128.GreaterThan(limit, value), limit, value);

    public static Vector128<float> AtMost(Vector128<float> limit, Vector128<float> value) =>
        Sse.IsSupported
            ? Sse.Min(limit, value)
            : Vector128.ConditionalSelect(Vector128.LessThan(limit, value), limit, value);

    public static Vector128<float> Round(Vector128<float> value) => Vector128.Round(value);

    public static Vector128<float> ScaleByPowerOfTwo(Vector128<float> value, Vector128<float> exponent)
    {
        // Integral: what differs from ConvertToInt32 is NaN, which the product keeps.
        var whole = Vector128.ConvertToInt32Native(exponent);
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

    public static bool HasByteProducts => Ssse3.IsSupported;

    public static Vector128<float> BroadcastBits(int bits) => Vector128.Create(bits).AsSingle();

    // Two products of at most 127 · 127 fit 16 bits: the saturation of pmaddubsw is never reached.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddByteProducts(
        Vector128<float> sums, Vector128<float> small, Vector128<float> signed)
    {
        var pairs = Ssse3.MultiplyAddAdjacent(small.AsByte(), signed.AsSByte());
        return (sums.AsInt32() + Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One)).AsSingle();
    }

    // A pmaddwd for every four pmaddubsw.
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
        var pairs01 = Ssse3.MultiplyAddAdjacent(small0.AsByte(), signed0.AsSByte())
            + Ssse3.MultiplyAddAdjacent(small1.AsByte(), signed1.AsSByte());
        var pairs23 = Ssse3.MultiplyAddAdjacent(small2.AsByte(), signed2.AsSByte())
            + Ssse3.MultiplyAddAdjacent(small3.AsByte(), signed3.AsSByte());
        return (sums.AsInt32() + Sse2.MultiplyAddAdjacent(pairs01 + pairs23, Vector128<short>.One)).AsSingle();
    }

    public static bool HasInt16Products => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddInt16Products(
        Vector128<float> sums, Vector128<float> left, Vector128<float> right)
    {
        if (Sse2.IsSupported)
        {
            return (sums.AsInt32() + Sse2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsSingle();
        }

        // The upper and the lower halves of the lanes.
        var (x, w) = (left.AsInt32(), right.AsInt32());
        return (sums.AsInt32() + ((x >> 16) * (w >> 16)) + (((x << 16) >> 16) * ((w << 16) >> 16))).AsSingle();
    }

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
        sums = AddInt16Products(AddInt16Products(sums, left0, right0), left1, right1);
        return AddInt16Products(AddInt16Products(sums, left2, right2), left3, right3);
    }

    public static void StoreAsInt16(Vector128<float> value, ref short target, nuint offset)
    {
        var whole = ToNearestInt32(value);
        var narrow = Sse2.IsSupported ? Sse2.PackSignedSaturate(whole, whole) : Vector128.Narrow(whole, whole);
        Unsafe.WriteUnaligned(
            ref Unsafe.As<short, byte>(ref Unsafe.Add(ref target, offset)), narrow.AsUInt64().ToScalar());
    }

    public static Vector128<float> ToFloat(Vector128<float> integers) => Vector128.ConvertToSingle(integers.AsInt32());

    public static void StoreAsBytes(Vector128<float> value, ref byte target, nuint offset)
    {
        var whole = Sse2.ConvertToVector128Int32(value);
        var words = Sse2.PackSignedSaturate(whole, whole);
        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref target, offset), Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar());
    }

    /// <summary>Rounded to the nearest integer, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToNearestInt32(Vector128<float> value) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32(value) : Vector128.ConvertToInt32(Round(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<int> exponent) =>
        Vector128.ShiftLeft(exponent + Vector128.Create(127), 23).AsSingle();
}
