using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Simd;

/// <summary>
/// What <see cref="X86Avx2"/> does with 256-bit registers beyond arithmetic. Where the compiler takes AVX2 for granted,
/// each is the method of <see cref="Vector256"/>, which compiles best. Where AVX2 is a question at run time, in a
/// NativeAOT program, that method would be plain code, and instructions take its place. Which of the two is a constant
/// to the compiler.
/// </summary>
internal static class Wide256
{
    /// <summary>
    /// Whether 256-bit registers are worth using. A just-in-time compiler may advise against them. NativeAOT says no
    /// wherever it does not take AVX2 for granted, which is no advice.
    /// </summary>
    public static bool IsAdvised => Vector256.IsHardwareAccelerated || !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>0 to 7.</summary>
    public static Vector256<int> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated
            ? Vector256<int>.Indices
            : Unsafe.ReadUnaligned<Vector256<int>>(
                ref Unsafe.As<int, byte>(ref MemoryMarshal.GetReference(IndexValues)));
    }

    private static ReadOnlySpan<int> IndexValues => [0, 1, 2, 3, 4, 5, 6, 7];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, nuint offset) =>
        Vector256.IsHardwareAccelerated
            ? Vector256.LoadUnsafe(ref source, offset)
            : Unsafe.ReadUnaligned<Vector256<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float target, nuint offset)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            value.StoreUnsafe(ref target, offset);
        }
        else
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref target, offset)), value);
        }
    }

    /// <summary>Zeros above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Extend(Vector128<float> lower) =>
        Vector256.IsHardwareAccelerated ? lower.ToVector256() : Avx.InsertVector128(default, lower, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Join(Vector128<float> lower, Vector128<float> upper) =>
        Vector256.IsHardwareAccelerated
            ? Vector256.Create(lower, upper)
            : Avx.InsertVector128(Avx.InsertVector128(default, lower, 0), upper, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Lower(Vector256<float> value) =>
        Vector256.IsHardwareAccelerated ? value.GetLower() : Avx.ExtractVector128(value, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Lower(Vector256<int> value) =>
        Vector256.IsHardwareAccelerated ? value.GetLower() : Avx2.ExtractVector128(value, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Upper(Vector256<float> value) =>
        Vector256.IsHardwareAccelerated ? value.GetUpper() : Avx.ExtractVector128(value, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Upper(Vector256<int> value) =>
        Vector256.IsHardwareAccelerated ? value.GetUpper() : Avx2.ExtractVector128(value, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) =>
        Vector256.IsHardwareAccelerated
            ? Vector256.Create(value)
            : Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int value) =>
        Vector256.IsHardwareAccelerated
            ? Vector256.Create(value)
            : Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Broadcast(short value) =>
        Vector256.IsHardwareAccelerated
            ? Vector256.Create(value)
            : Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));
}
