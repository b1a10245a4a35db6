using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Simd;

/// <summary>512-bit vectors of x86.</summary>
internal readonly struct X86Avx512 : ISimd<Vector512<float>>
{
    /// <summary>
    /// Not where the runtime advises against 512-bit vectors, as it does on the processors that slow down under them.
    /// </summary>
    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported && Vector512.IsHardwareAccelerated;

    public static InstructionSet InstructionSet => InstructionSet.Avx512;

    public static int Lanes => Vector512<float>.Count;

    public static Vector512<float> Load(ref float source, nuint offset) => Vector512.LoadUnsafe(ref source, offset);

    public static Vector512<float> LoadHalf(ref float source, nuint offset) =>
        Vector256.LoadUnsafe(ref source, offset).ToVector512();

    // A masked load touches no memory where the mask is 0, whatever page it lies in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> LoadPartial(ref float source, int count, float filler)
    {
        fixed (float* address = &source)
        {
            return Avx512F.MaskLoad(address, FirstLanes(count), Vector512.Create(filler));
        }
    }

    public static void Store(Vector512<float> value, ref float target, nuint offset) =>
        value.StoreUnsafe(ref target, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePartial(Vector512<float> value, ref float target, int count)
    {
        fixed (float* address = &target)
        {
            Avx512F.MaskStore(address, FirstLanes(count), value);
        }
    }

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    public static Vector512<float> MultiplyAdd(
        Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);

    // Where one operand is NaN, vmaxps and vminps give the second: so NaN values come through.
    public static Vector512<float> AtLeast(Vector512<float> limit, Vector512<float> value) => Avx512F.Max(limit, value);

    public static Vector512<float> AtMost(Vector512<float> limit, Vector512<float> value) => Avx512F.Min(limit, value);

    public static Vector512<float> Round(Vector512<float> value) => Avx512F.RoundScale(value, 0);

    public static Vector512<float> ScaleByPowerOfTwo(Vector512<float> value, Vector512<float> exponent) =>
        Avx512F.Scale(value, exponent);

    public static Vector512<float> WhereGreater(
        Vector512<float> value, Vector512<float> limit, Vector512<float> then, Vector512<float> otherwise) =>
        Avx512F.BlendVariable(otherwise, then, Avx512F.CompareGreaterThan(value, limit));

    public static float MaximumAcross(Vector512<float> value) =>
        X86Avx2.MaximumAcross(Avx.Max(value.GetLower(), value.GetUpper()));

    public static float SumAcross(Vector512<float> value) => X86Avx2.SumAcross(value.GetLower() + value.GetUpper());

    // Two rounds of adding pairs leave one sum of each value in each quarter of a register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFourSums(
        Vector512<float> value0,
        Vector512<float> value1,
        Vector512<float> value2,
        Vector512<float> value3,
        ref float target)
    {
        var sums01 = Avx512F.UnpackLow(value0, value1) + Avx512F.UnpackHigh(value0, value1);
        var sums23 = Avx512F.UnpackLow(value2, value3) + Avx512F.UnpackHigh(value2, value3);
        var sums = Avx512F.Shuffle(sums01, sums23, 0x44) + Avx512F.Shuffle(sums01, sums23, 0xEE);
        var halves = sums.GetLower() + sums.GetUpper();
        (halves.GetLower() + halves.GetUpper()).StoreUnsafe(ref target);
    }

    public static bool AnyNaN(Vector512<float> value) => !Vector512.EqualsAll(value, value);

    public static uint MaskGreaterOrEqual(Vector512<float> value, Vector512<float> limit) =>
        (uint)Vector512.GreaterThanOrEqual(value, limit).ExtractMostSignificantBits();

    public static bool HasByteProducts => true;

    public static Vector512<float> BroadcastBits(int bits) => Vector512.Create(bits).AsSingle();

    // Two products of at most 127 · 127 fit 16 bits: the saturation of vpmaddubsw is never reached.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddByteProducts(
        Vector512<float> sums, Vector512<float> small, Vector512<float> signed)
    {
        var pairs = Avx512BW.MultiplyAddAdjacent(small.AsByte(), signed.AsSByte());
        return Avx512F.Add(sums.AsInt32(), Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One)).AsSingle();
    }

    // A vpmaddwd for every four vpmaddubsw: both go to the same two ports, the additions in between to others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFourByteProducts(
        Vector512<float> sums,
        Vector512<float> small0,
        Vector512<float> signed0,
        Vector512<float> small1,
        Vector512<float> signed1,
        Vector512<float> small2,
        Vector512<float> signed2,
        Vector512<float> small3,
        Vector512<float> signed3)
    {
        var pairs01 = Avx512BW.MultiplyAddAdjacent(small0.AsByte(), signed0.AsSByte()) + Avx512BW.MultiplyAddAdjacent(
            small1.AsByte(), signed1.AsSByte());
        var pairs23 = Avx512BW.MultiplyAddAdjacent(small2.AsByte(), signed2.AsSByte()) + Avx512BW.MultiplyAddAdjacent(
            small3.AsByte(), signed3.AsSByte());
        return Avx512F.Add(
            sums.AsInt32(), Avx512BW.MultiplyAddAdjacent(pairs01 + pairs23, Vector512<short>.One)).AsSingle();
    }

    public static bool HasInt16Products => true;

    public static Vector512<float> AddInt16Products(
        Vector512<float> sums, Vector512<float> left, Vector512<float> right) =>
        Avx512F.Add(sums.AsInt32(), Avx512BW.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFourInt16Products(
        Vector512<float> sums,
        Vector512<float> left0,
        Vector512<float> right0,
        Vector512<float> left1,
        Vector512<float> right1,
        Vector512<float> left2,
        Vector512<float> right2,
        Vector512<float> left3,
        Vector512<float> right3)
    {
        sums = AddInt16Products(AddInt16Products(sums, left0, right0), left1, right1);
        return AddInt16Products(AddInt16Products(sums, left2, right2), left3, right3);
    }

    public static void StoreAsInt16(Vector512<float> value, ref short target, nuint offset) =>
        Avx512F.ConvertToVector256Int16(Avx512F.ConvertToVector512Int32(value)).StoreUnsafe(ref target, offset);

    public static Vector512<float> ToFloat(Vector512<float> integers) =>
        Avx512F.ConvertToVector512Single(integers.AsInt32());

    public static void StoreAsBytes(Vector512<float> value, ref byte target, nuint offset) =>
        Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(value)).StoreUnsafe(ref target, offset);

    /// <summary>A mask of the first lanes, as many as <paramref name="count"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstLanes(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
