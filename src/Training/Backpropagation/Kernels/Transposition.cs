using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// Copies a matrix transposed, in square blocks that are turned around in registers: 8 × 8 where there are 256-bit registers, else 4 × 4,
/// else value by value. Wider blocks gain nothing: what limits is the number of shuffles, which is the same for a register of any width.
/// </summary>
internal static class Transposition
{
    /// <summary>The sizes of both matrices are multiples of this.</summary>
    public static int BlockSize<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Math.Min(TSimd.Lanes, 8);

    /// <summary>target [columns, rows] = source [rows, columns]ᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TSimd, TVector>(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var size = BlockSize<TSimd, TVector>();
        Debug.Assert(rows % size == 0 && columns % size == 0);
        Debug.Assert(rows == 0 || source.Length >= ((rows - 1L) * sourceStride) + columns);
        Debug.Assert(columns == 0 || target.Length >= ((columns - 1L) * targetStride) + rows);

        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        for (var row = 0; row < rows; row += size)
        {
            for (var column = 0; column < columns; column += size)
            {
                ref var blockFrom = ref Unsafe.Add(ref from, ((nuint)row * (nuint)sourceStride) + (nuint)column);
                ref var blockTo = ref Unsafe.Add(ref to, ((nuint)column * (nuint)targetStride) + (nuint)row);
                if (TSimd.Lanes >= 8 && Avx.IsSupported)
                {
                    Half8(ref blockFrom, (nuint)sourceStride, ref blockTo, (nuint)targetStride);
                    Half8(ref Unsafe.Add(ref blockFrom, 4), (nuint)sourceStride, ref Unsafe.Add(ref blockTo, 4 * (nuint)targetStride), (nuint)targetStride);
                }
                else if (TSimd.Lanes == 4)
                {
                    Block4(ref blockFrom, (nuint)sourceStride, ref blockTo, (nuint)targetStride);
                }
                else
                {
                    blockTo = blockFrom;
                }
            }
        }
    }

    /// <summary>Four columns of eight rows become four rows of eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half8(ref float from, nuint stride, ref float to, nuint targetStride)
    {
        ref var lower = ref Unsafe.Add(ref from, 4 * stride);
        var row04 = Rows(ref from, ref lower, 0);
        var row15 = Rows(ref from, ref lower, stride);
        var row26 = Rows(ref from, ref lower, 2 * stride);
        var row37 = Rows(ref from, ref lower, 3 * stride);
        var low01 = Avx.UnpackLow(row04, row15);
        var high01 = Avx.UnpackHigh(row04, row15);
        var low23 = Avx.UnpackLow(row26, row37);
        var high23 = Avx.UnpackHigh(row26, row37);
        Avx.Shuffle(low01, low23, 0x44).StoreUnsafe(ref to);
        Avx.Shuffle(low01, low23, 0xEE).StoreUnsafe(ref to, targetStride);
        Avx.Shuffle(high01, high23, 0x44).StoreUnsafe(ref to, 2 * targetStride);
        Avx.Shuffle(high01, high23, 0xEE).StoreUnsafe(ref to, 3 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(ref float upper, ref float lower, nuint offset) =>
        Avx.InsertVector128(Vector128.LoadUnsafe(ref upper, offset).ToVector256Unsafe(), Vector128.LoadUnsafe(ref lower, offset), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(ref float from, nuint stride, ref float to, nuint targetStride)
    {
        var row0 = Vector128.LoadUnsafe(ref from);
        var row1 = Vector128.LoadUnsafe(ref from, stride);
        var row2 = Vector128.LoadUnsafe(ref from, 2 * stride);
        var row3 = Vector128.LoadUnsafe(ref from, 3 * stride);

        // Rows 0 and 2, and 1 and 3, interleaved; interleaved once more, they are the columns.
        var low02 = InterleaveLow(row0, row2);
        var high02 = InterleaveHigh(row0, row2);
        var low13 = InterleaveLow(row1, row3);
        var high13 = InterleaveHigh(row1, row3);
        InterleaveLow(low02, low13).StoreUnsafe(ref to);
        InterleaveHigh(low02, low13).StoreUnsafe(ref to, targetStride);
        InterleaveLow(high02, high13).StoreUnsafe(ref to, 2 * targetStride);
        InterleaveHigh(high02, high13).StoreUnsafe(ref to, 3 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
