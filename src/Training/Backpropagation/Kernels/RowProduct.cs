using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// output = left · rightᵀ: an element is the product of two rows, which lie in memory as they are multiplied. A block
/// of four by four rows has sixteen sums, each in a register of its own, whose lanes are added at the end.
/// </summary>
internal static class RowProduct
{
    private const int ColumnBlock = 4;

    /// <param name="left">[rows, depth]; rows may overlap.</param>
    /// <param name="right">[columns, depth].</param>
    /// <param name="output">[rows, columns].</param>
    /// <param name="layout">The sizes and strides.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, in RowProductLayout layout)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(layout.Depth % TSimd.Lanes == 0);
        Debug.Assert(left.Length >= Extent(layout.Rows, layout.LeftStride, layout.Depth));
        Debug.Assert(right.Length >= Extent(layout.Columns, layout.RightStride, layout.Depth));
        Debug.Assert(output.Length >= Extent(layout.Rows, layout.OutputStride, layout.Columns));

        ref var x = ref MemoryMarshal.GetReference(left);
        ref var w = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(output);
        var column = 0;
        for (; column + ColumnBlock <= layout.Columns; column += ColumnBlock)
        {
            Rows<TSimd, TVector, Block4>(
                ref x, ref Unsafe.Add(ref w, column * layout.RightStride), ref Unsafe.Add(ref to, column), layout);
        }

        for (; column < layout.Columns; column++)
        {
            Rows<TSimd, TVector, Block1>(
                ref x, ref Unsafe.Add(ref w, column * layout.RightStride), ref Unsafe.Add(ref to, column), layout);
        }
    }

    private static long Extent(int rows, int stride, int columns) =>
        rows == 0 || columns == 0 ? 0 : ((rows - 1L) * stride) + columns;

    /// <summary>
    /// With four columns sixteen sums where there are 32 registers, twelve where there are 16. Measured (AVX2, an epoch
    /// with 100 hidden units): 191 ms with twelve sums, 195 with eight, and 203 with sixteen, which do not fit the
    /// registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RowBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.InstructionSet is InstructionSet.Avx512 or InstructionSet.AdvSimd ? 4 : 3;

    /// <summary>All rows of the left matrix with one or four rows of the right one.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Rows<TSimd, TVector, TColumns>(
        ref float x, ref float w, ref float to, in RowProductLayout layout)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TColumns : struct, IBlockSize
    {
        var strides = new Strides(
            (nuint)layout.Depth, (nuint)layout.LeftStride, (nuint)layout.RightStride, (nuint)layout.OutputStride);
        foreach (var count in new EvenBlocks(layout.Rows, RowBlock<TSimd, TVector>()))
        {
            switch (count)
            {
                case 1: Block<TSimd, TVector, Block1, TColumns>(ref x, ref w, ref to, strides); break;
                case 2: Block<TSimd, TVector, Block2, TColumns>(ref x, ref w, ref to, strides); break;
                case 3: Block<TSimd, TVector, Block3, TColumns>(ref x, ref w, ref to, strides); break;
                default: Block<TSimd, TVector, Block4, TColumns>(ref x, ref w, ref to, strides); break;
            }

            x = ref Unsafe.Add(ref x, (nuint)count * strides.Left);
            to = ref Unsafe.Add(ref to, (nuint)count * strides.Output);
        }
    }

    /// <summary>sumRC belongs to row R of the left matrix and row C of the right.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TRows, TColumns>(
        ref float x0, ref float w0, ref float to, in Strides strides)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TRows : struct, IBlockSize
        where TColumns : struct, IBlockSize
    {
        TVector sum00 = TSimd.Broadcast(0f), sum01 = sum00, sum02 = sum00, sum03 = sum00;
        TVector sum10 = sum00, sum11 = sum00, sum12 = sum00, sum13 = sum00;
        TVector sum20 = sum00, sum21 = sum00, sum22 = sum00, sum23 = sum00;
        TVector sum30 = sum00, sum31 = sum00, sum32 = sum00, sum33 = sum00;

        ref var x1 = ref Unsafe.Add(ref x0, strides.Left);
        ref var x2 = ref Unsafe.Add(ref x1, strides.Left);
        ref var x3 = ref Unsafe.Add(ref x2, strides.Left);
        ref var w1 = ref Unsafe.Add(ref w0, strides.Right);
        ref var w2 = ref Unsafe.Add(ref w1, strides.Right);
        ref var w3 = ref Unsafe.Add(ref w2, strides.Right);
        for (nuint at = 0; at < strides.Depth; at += (nuint)TSimd.Lanes)
        {
            var left0 = TSimd.Load(ref x0, at);
            var left1 = TRows.Count > 1 ? TSimd.Load(ref x1, at) : default;
            var left2 = TRows.Count > 2 ? TSimd.Load(ref x2, at) : default;
            var left3 = TRows.Count > 3 ? TSimd.Load(ref x3, at) : default;

            var right = TSimd.Load(ref w0, at);
            sum00 = TSimd.MultiplyAdd(left0, right, sum00);
            if (TRows.Count > 1) sum10 = TSimd.MultiplyAdd(left1, right, sum10);
            if (TRows.Count > 2) sum20 = TSimd.MultiplyAdd(left2, right, sum20);
            if (TRows.Count > 3) sum30 = TSimd.MultiplyAdd(left3, right, sum30);
            if (TColumns.Count == 1) continue;

            right = TSimd.Load(ref w1, at);
            sum01 = TSimd.MultiplyAdd(left0, right, sum01);
            if (TRows.Count > 1) sum11 = TSimd.MultiplyAdd(left1, right, sum11);
            if (TRows.Count > 2) sum21 = TSimd.MultiplyAdd(left2, right, sum21);
            if (TRows.Count > 3) sum31 = TSimd.MultiplyAdd(left3, right, sum31);

            right = TSimd.Load(ref w2, at);
            sum02 = TSimd.MultiplyAdd(left0, right, sum02);
            if (TRows.Count > 1) sum12 = TSimd.MultiplyAdd(left1, right, sum12);
            if (TRows.Count > 2) sum22 = TSimd.MultiplyAdd(left2, right, sum22);
            if (TRows.Count > 3) sum32 = TSimd.MultiplyAdd(left3, right, sum32);

            right = TSimd.Load(ref w3, at);
            sum03 = TSimd.MultiplyAdd(left0, right, sum03);
            if (TRows.Count > 1) sum13 = TSimd.MultiplyAdd(left1, right, sum13);
            if (TRows.Count > 2) sum23 = TSimd.MultiplyAdd(left2, right, sum23);
            if (TRows.Count > 3) sum33 = TSimd.MultiplyAdd(left3, right, sum33);
        }

        Store<TSimd, TVector, TColumns>(sum00, sum01, sum02, sum03, ref to);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 1) Store<TSimd, TVector, TColumns>(sum10, sum11, sum12, sum13, ref to);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 2) Store<TSimd, TVector, TColumns>(sum20, sum21, sum22, sum23, ref to);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 3) Store<TSimd, TVector, TColumns>(sum30, sum31, sum32, sum33, ref to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector, TColumns>(
        TVector sum0, TVector sum1, TVector sum2, TVector sum3, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TColumns : struct, IBlockSize
    {
        if (TColumns.Count == 1)
        {
            to = TSimd.SumAcross(sum0);
        }
        else
        {
            TSimd.StoreFourSums(sum0, sum1, sum2, sum3, ref to);
        }
    }

    private readonly record struct Strides(nuint Depth, nuint Left, nuint Right, nuint Output);
}
