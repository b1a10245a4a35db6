using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Simd;

/// <summary>256-bit vectors of x86 with fused multiply-add.</summary>
internal readonly struct X86Avx2 : ISimd<Vector256<float>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported && Vector256.IsHardwareAccelerated;

    public static InstructionSet InstructionSet => InstructionSet.Avx2;

    public static int Lanes => Vector256<float>.Count;

    public static Vector256<float> Load(ref float source, nuint offset) => Vector256.LoadUnsafe(ref source, offset);

    public static Vector256<float> LoadHalf(ref float source, nuint offset) =>
        Vector128.LoadUnsafe(ref source, offset).ToVector256();

    // Half by half, from register to register: a copy through memory would wait for the stores behind the load.
    [MethodImpl(HotPath.Compiled)]
    public static Vector256<float> LoadPartial(ref float source, int count, float filler)
    {
        var half = Baseline128.Lanes;
        return count < half
            ? Vector256.Create(Baseline128.LoadPartial(ref source, count, filler), Vector128.Create(filler))
            : Vector256.Create(
                Vector128.LoadUnsafe(ref source),
                Baseline128.LoadPartial(ref Unsafe.Add(ref source, half), count - half, filler));
    }

    public static void Store(Vector256<float> value, ref float target, nuint offset) =>
        value.StoreUnsafe(ref target, offset);

    [MethodImpl(HotPath.Compiled)]
    public static void StorePartial(Vector256<float> value, ref float target, int count)
    {
        var half = Baseline128.Lanes;
        if (count < half)
        {
            Baseline128.StorePartial(value.GetLower(), ref target, count);
            return;
        }

        value.GetLower().StoreUnsafe(ref target);
        Baseline128.StorePartial(value.GetUpper(), ref Unsafe.Add(ref target, half), count - half);
    }

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    public static Vector256<float> SquareRoot(Vector256<float> value) => Vector256.Sqrt(value);

    public static Vector256<float> MultiplyAdd(
        Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAdd(left, right, addend);

    // Where one operand is NaN, vmaxps and vminps give the second: so NaN values come through.
    public static Vector256<float> AtLeast(Vector256<float> limit, Vector256<float> value) => Avx.Max(limit, value);

    public static Vector256<float> AtMost(Vector256<float> limit, Vector256<float> value) => Avx.Min(limit, value);

    public static Vector256<float> Round(Vector256<float> value) => Avx.RoundToNearestInteger(value);

    public static Vector256<float> ScaleByPowerOfTwo(Vector256<float> value, Vector256<float> exponent)
    {
        var whole = Avx.ConvertToVector256Int32(exponent);
        var half = Avx2.ShiftRightArithmetic(whole, 1);
        return value * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    public static Vector256<float> WhereGreater(
        Vector256<float> value, Vector256<float> limit, Vector256<float> then, Vector256<float> otherwise) =>
        Avx.BlendVariable(otherwise, then, Avx.CompareGreaterThan(value, limit));

    public static float MaximumAcross(Vector256<float> value) =>
        Baseline128.MaximumAcross(Sse.Max(value.GetLower(), value.GetUpper()));

    public static float SumAcross(Vector256<float> value) => Baseline128.SumAcross(value.GetLower() + value.GetUpper());

    // Two rounds of adding pairs leave one sum of each value in each half of a register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFourSums(
        Vector256<float> value0,
        Vector256<float> value1,
        Vector256<float> value2,
        Vector256<float> value3,
        ref float target)
    {
        var sums01 = Avx.UnpackLow(value0, value1) + Avx.UnpackHigh(value0, value1);
        var sums23 = Avx.UnpackLow(value2, value3) + Avx.UnpackHigh(value2, value3);
        var sums = Avx.Shuffle(sums01, sums23, 0x44) + Avx.Shuffle(sums01, sums23, 0xEE);
        (sums.GetLower() + sums.GetUpper()).StoreUnsafe(ref target);
    }

    public static bool AnyNaN(Vector256<float> value) => Avx.MoveMask(Avx.CompareUnordered(value, value)) != 0;

    public static uint MaskGreaterOrEqual(Vector256<float> value, Vector256<float> limit) =>
        (uint)Avx.MoveMask(Avx.CompareGreaterThanOrEqual(value, limit));

    public static bool HasByteProducts => true;

    public static Vector256<float> BroadcastBits(int bits) => Vector256.Create(bits).AsSingle();

    // Two products of at most 127 · 127 fit 16 bits: the saturation of vpmaddubsw is never reached.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddByteProducts(
        Vector256<float> sums, Vector256<float> small, Vector256<float> signed)
    {
        var pairs = Avx2.MultiplyAddAdjacent(small.AsByte(), signed.AsSByte());
        return Avx2.Add(sums.AsInt32(), Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One)).AsSingle();
    }

    // A vpmaddwd for every four vpmaddubsw: both go to the same two ports, the additions in between to others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddFourByteProducts(
        Vector256<float> sums,
        Vector256<float> small0,
        Vector256<float> signed0,
        Vector256<float> small1,
        Vector256<float> signed1,
        Vector256<float> small2,
        Vector256<float> signed2,
        Vector256<float> small3,
        Vector256<float> signed3)
    {
        var pairs01 = Avx2.MultiplyAddAdjacent(small0.AsByte(), signed0.AsSByte()) + Avx2.MultiplyAddAdjacent(
            small1.AsByte(), signed1.AsSByte());
        var pairs23 = Avx2.MultiplyAddAdjacent(small2.AsByte(), signed2.AsSByte()) + Avx2.MultiplyAddAdjacent(
            small3.AsByte(), signed3.AsSByte());
        return Avx2.Add(sums.AsInt32(), Avx2.MultiplyAddAdjacent(pairs01 + pairs23, Vector256<short>.One)).AsSingle();
    }

    public static bool HasInt16Products => true;

    public static Vector256<float> AddInt16Products(
        Vector256<float> sums, Vector256<float> left, Vector256<float> right) =>
        Avx2.Add(sums.AsInt32(), Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsSingle();

    public static void StoreAsInt16(Vector256<float> value, ref short target, nuint offset)
    {
        var whole = Avx.ConvertToVector256Int32(value);
        Sse2.PackSignedSaturate(whole.GetLower(), whole.GetUpper()).StoreUnsafe(ref target, offset);
    }

    public static Vector256<float> ToFloat(Vector256<float> integers) =>
        Avx.ConvertToVector256Single(integers.AsInt32());

    public static void StoreAsBytes(Vector256<float> value, ref byte target, nuint offset)
    {
        var whole = Avx.ConvertToVector256Int32(value);
        var words = Sse2.PackSignedSaturate(whole.GetLower(), whole.GetUpper());
        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref target, offset), Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar());
    }

    public static int FirstLaneEqual(Vector256<float> value, float wanted)
    {
        var equal = Avx.MoveMask(Avx.CompareEqual(value, Vector256.Create(wanted)));
        return equal == 0 ? Lanes : BitOperations.TrailingZeroCount(equal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) =>
        Avx2.ShiftLeftLogical(exponent + Vector256.Create(127), 23).AsSingle();
}
