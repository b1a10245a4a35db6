using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// Copies a matrix transposed, in blocks that are transposed in registers: 8 × 4 where there are 256-bit registers,
/// else 4 × 4, else value by value. Wider blocks gain nothing: the number of shuffles limits the speed, and is the same
/// for registers of any width.
/// </summary>
internal static class Transposition
{
    /// <summary>The number of rows of the source must be a multiple of this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RowBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Math.Min(TSimd.Lanes, 8);

    /// <summary>The number of columns of the source must be a multiple of this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ColumnBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Math.Min(TSimd.Lanes, 4);

    /// <summary>target [columns, rows] = source [rows, columns]ᵀ.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="sourceStride">Floats from a row of the source to the next.</param>
    /// <param name="rows">Rows of the source, a multiple of the row block.</param>
    /// <param name="columns">Columns of the source, a multiple of the column block.</param>
    /// <param name="target">[columns, rows].</param>
    /// <param name="targetStride">Floats from a row of the target to the next.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Copy<TSimd, TVector>(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var size = RowBlock<TSimd, TVector>();
        Debug.Assert(rows % size == 0 && columns % ColumnBlock<TSimd, TVector>() == 0);
        Debug.Assert(rows == 0 || source.Length >= ((rows - 1L) * sourceStride) + columns);
        Debug.Assert(columns == 0 || target.Length >= ((columns - 1L) * targetStride) + rows);

        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        for (var row = 0; row < rows; row += size)
        {
            if (TSimd.Lanes >= 8 && Avx.IsSupported)
            {
                EightRows(ref from, (nuint)sourceStride, columns, ref to, (nuint)targetStride);
            }
            else if (TSimd.Lanes == 4)
            {
                FourRows(ref from, (nuint)sourceStride, columns, ref to, (nuint)targetStride);
            }
            else
            {
                OneRow(ref from, columns, ref to, (nuint)targetStride);
            }

            from = ref Unsafe.Add(ref from, size * sourceStride);
            to = ref Unsafe.Add(ref to, size);
        }
    }

    /// <summary>Four columns of eight rows at a time become four rows of eight columns.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void EightRows(ref float from, nuint stride, int columns, ref float to, nuint targetStride)
    {
        ref var row1 = ref Unsafe.Add(ref from, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        var half = 4 * stride;
        for (nuint column = 0; column < (nuint)columns; column += 4)
        {
            var rows04 = Rows(ref from, column, half);
            var rows15 = Rows(ref row1, column, half);
            var rows26 = Rows(ref row2, column, half);
            var rows37 = Rows(ref row3, column, half);
            var low01 = Avx.UnpackLow(rows04, rows15);
            var high01 = Avx.UnpackHigh(rows04, rows15);
            var low23 = Avx.UnpackLow(rows26, rows37);
            var high23 = Avx.UnpackHigh(rows26, rows37);
            Avx.Shuffle(low01, low23, 0x44).StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, targetStride);
            Avx.Shuffle(low01, low23, 0xEE).StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, targetStride);
            Avx.Shuffle(high01, high23, 0x44).StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, targetStride);
            Avx.Shuffle(high01, high23, 0xEE).StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(ref float row, nuint column, nuint half) =>
        Avx.InsertVector128(
            Vector128.LoadUnsafe(ref row, column).ToVector256Unsafe(), Vector128.LoadUnsafe(ref row, column + half), 1);

    [MethodImpl(HotPath.Compiled)]
    private static void FourRows(ref float from, nuint stride, int columns, ref float to, nuint targetStride)
    {
        for (nuint column = 0; column < (nuint)columns; column += 4)
        {
            var row0 = Vector128.LoadUnsafe(ref from, column);
            var row1 = Vector128.LoadUnsafe(ref from, column + stride);
            var row2 = Vector128.LoadUnsafe(ref from, column + (2 * stride));
            var row3 = Vector128.LoadUnsafe(ref from, column + (3 * stride));

            // Rows 0 and 2, and 1 and 3, interleaved; interleaved once more, they are the columns.
            var low02 = InterleaveLow(row0, row2);
            var high02 = InterleaveHigh(row0, row2);
            var low13 = InterleaveLow(row1, row3);
            var high13 = InterleaveHigh(row1, row3);
            InterleaveLow(low02, low13).StoreUnsafe(ref to);
            InterleaveHigh(low02, low13).StoreUnsafe(ref to, targetStride);
            InterleaveLow(high02, high13).StoreUnsafe(ref to, 2 * targetStride);
            InterleaveHigh(high02, high13).StoreUnsafe(ref to, 3 * targetStride);
            to = ref Unsafe.Add(ref to, 4 * targetStride);
        }
    }

    private static void OneRow(ref float from, int columns, ref float to, nuint targetStride)
    {
        for (nuint column = 0; column < (nuint)columns; column++)
        {
            Unsafe.Add(ref to, column * targetStride) = Unsafe.Add(ref from, column);
        }
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
