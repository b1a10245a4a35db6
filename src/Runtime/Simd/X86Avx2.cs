using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Simd;

/// <summary>256-bit vectors of x86 with fused multiply-add.</summary>
/// <remarks>
/// Written with the processor's own instructions, not with the operators of <see cref="Vector256{T}"/>: in a NativeAOT
/// program for any processor with AVX, AVX2 is a question at run time. There the compiler translates the former, and
/// calls plain code, ten times slower, for the latter. <see cref="Wide256"/> has what needs both forms.
/// </remarks>
internal readonly struct X86Avx2 : ISimd<Vector256<float>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported && Wide256.IsAdvised;

    public static InstructionSet InstructionSet => InstructionSet.Avx2;

    public static int Lanes => Vector256<float>.Count;

    public static Vector256<float> Load(ref float source, nuint offset) => Wide256.Load(ref source, offset);

    public static Vector256<float> LoadHalf(ref float source, nuint offset) =>
        Wide256.Extend(Vector128.LoadUnsafe(ref source, offset));

    // A masked load touches no memory where the mask is 0, whatever page it lies in, on all processors known.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> LoadPartial(ref float source, int count, float filler)
    {
        var mask = FirstLanes(count);
        fixed (float* address = &source)
        {
            return Avx.BlendVariable(Broadcast(filler), Avx.MaskLoad(address, mask), mask);
        }
    }

    public static void Store(Vector256<float> value, ref float target, nuint offset) =>
        Wide256.Store(value, ref target, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePartial(Vector256<float> value, ref float target, int count)
    {
        fixed (float* address = &target)
        {
            Avx.MaskStore(address, FirstLanes(count), value);
        }
    }

    public static Vector256<float> Broadcast(float value) => Wide256.Broadcast(value);

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => Avx.Add(left, right);

    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => Avx.Subtract(left, right);

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => Avx.Multiply(left, right);

    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => Avx.Divide(left, right);

    public static Vector256<float> SquareRoot(Vector256<float> value) => Avx.Sqrt(value);

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
        return Avx.Multiply(Avx.Multiply(value, PowerOfTwo(half)), PowerOfTwo(Avx2.Subtract(whole, half)));
    }

    public static Vector256<float> WhereGreater(
        Vector256<float> value, Vector256<float> limit, Vector256<float> then, Vector256<float> otherwise) =>
        Avx.BlendVariable(otherwise, then, Avx.CompareGreaterThan(value, limit));

    public static float MaximumAcross(Vector256<float> value) =>
        MaximumAcross(Sse.Max(Wide256.Lower(value), Wide256.Upper(value)));

    public static float SumAcross(Vector256<float> value) =>
        Baseline128.SumAcross(Wide256.Lower(value) + Wide256.Upper(value));

    // Two rounds of adding pairs leave one sum of each value in each half of a register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFourSums(
        Vector256<float> value0,
        Vector256<float> value1,
        Vector256<float> value2,
        Vector256<float> value3,
        ref float target)
    {
        var sums01 = Avx.Add(Avx.UnpackLow(value0, value1), Avx.UnpackHigh(value0, value1));
        var sums23 = Avx.Add(Avx.UnpackLow(value2, value3), Avx.UnpackHigh(value2, value3));
        var sums = Avx.Add(Avx.Shuffle(sums01, sums23, 0x44), Avx.Shuffle(sums01, sums23, 0xEE));
        (Wide256.Lower(sums) + Wide256.Upper(sums)).StoreUnsafe(ref target);
    }

    public static bool AnyNaN(Vector256<float> value) => Avx.MoveMask(Avx.CompareUnordered(value, value)) != 0;

    public static uint MaskGreaterOrEqual(Vector256<float> value, Vector256<float> limit) =>
        (uint)Avx.MoveMask(Avx.CompareGreaterThanOrEqual(value, limit));

    public static bool HasByteProducts => true;

    public static Vector256<float> BroadcastBits(int bits) => Wide256.Broadcast(bits).AsSingle();

    // Two products of at most 127 · 127 fit 16 bits: the saturation of vpmaddubsw is never reached.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddByteProducts(
        Vector256<float> sums, Vector256<float> small, Vector256<float> signed)
    {
        var pairs = Avx2.MultiplyAddAdjacent(small.AsByte(), signed.AsSByte());
        return Avx2.Add(sums.AsInt32(), Avx2.MultiplyAddAdjacent(pairs, Wide256.Broadcast((short)1))).AsSingle();
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
        var pairs01 = Avx2.Add(
            Avx2.MultiplyAddAdjacent(small0.AsByte(), signed0.AsSByte()),
            Avx2.MultiplyAddAdjacent(small1.AsByte(), signed1.AsSByte()));
        var pairs23 = Avx2.Add(
            Avx2.MultiplyAddAdjacent(small2.AsByte(), signed2.AsSByte()),
            Avx2.MultiplyAddAdjacent(small3.AsByte(), signed3.AsSByte()));
        var products = Avx2.MultiplyAddAdjacent(Avx2.Add(pairs01, pairs23), Wide256.Broadcast((short)1));
        return Avx2.Add(sums.AsInt32(), products).AsSingle();
    }

    public static bool HasInt16Products => true;

    public static Vector256<float> AddInt16Products(
        Vector256<float> sums, Vector256<float> left, Vector256<float> right) =>
        Avx2.Add(sums.AsInt32(), Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddFourInt16Products(
        Vector256<float> sums,
        Vector256<float> left0,
        Vector256<float> right0,
        Vector256<float> left1,
        Vector256<float> right1,
        Vector256<float> left2,
        Vector256<float> right2,
        Vector256<float> left3,
        Vector256<float> right3)
    {
        sums = AddInt16Products(AddInt16Products(sums, left0, right0), left1, right1);
        return AddInt16Products(AddInt16Products(sums, left2, right2), left3, right3);
    }

    public static void StoreAsInt16(Vector256<float> value, ref short target, nuint offset)
    {
        var whole = Avx.ConvertToVector256Int32(value);
        Sse2.PackSignedSaturate(Wide256.Lower(whole), Wide256.Upper(whole)).StoreUnsafe(ref target, offset);
    }

    public static Vector256<float> ToFloat(Vector256<float> integers) =>
        Avx.ConvertToVector256Single(integers.AsInt32());

    public static void StoreAsBytes(Vector256<float> value, ref byte target, nuint offset)
    {
        var whole = Avx.ConvertToVector256Int32(value);
        var words = Sse2.PackSignedSaturate(Wide256.Lower(whole), Wide256.Upper(whole));
        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref target, offset), Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar());
    }

    /// <summary>A mask of the first lanes, as many as <paramref name="count"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FirstLanes(int count) =>
        Avx2.CompareGreaterThan(Wide256.Broadcast(count), Wide256.Indices).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float MaximumAcross(Vector128<float> value)
    {
        var pairs = Sse.Max(value, Sse.MoveHighToLow(value, value));
        return Sse.MaxScalar(pairs, Sse.Shuffle(pairs, pairs, 1)).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) =>
        Avx2.ShiftLeftLogical(Avx2.Add(exponent, Wide256.Broadcast(127)), 23).AsSingle();
}
