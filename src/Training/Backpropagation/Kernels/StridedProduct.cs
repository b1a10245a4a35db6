using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// output = addend + left · right for matrices with any strides, the left one also transposed: the gradients of the
/// inputs, and updates of rank n (left = the inputs transposed, addend and output = the weights). Not in panels as for
/// <see cref="MatrixProduct"/>, because the weights would have to be packed again after every step.
/// </summary>
/// <remarks>
/// A block of up to four rows and four registers of columns keeps all its sums in registers. Every sum begins with
/// zero, runs through the depth in order, and is added at the end: adding many small products to a weight one by one
/// would round it each time (h0 was 2.7e-6 off Theano's after a hundred steps of the case `odd`).
/// </remarks>
internal static class StridedProduct
{
    private const int RowBlock = 4;

    /// <param name="left">[rows, depth].</param>
    /// <param name="right">[depth, columns].</param>
    /// <param name="addend">
    /// [columns] for all rows, or [rows, columns]: what is added to the sums; may be the memory of
    /// <paramref name="output"/>.
    /// </param>
    /// <param name="output">
    /// [rows, columns]. Rows may overlap where the output is the addend too: they are added to one after another.
    /// </param>
    /// <param name="layout">The sizes and strides.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Multiply<TSimd, TVector>(
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> addend,
        Span<float> output,
        in ProductLayout layout)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Debug.Assert(layout.Columns % TSimd.Lanes == 0);
        Debug.Assert(left.Length >= Extent(layout.Rows, layout.LeftRowStride, layout.Depth, layout.LeftDepthStride));
        Debug.Assert(right.Length >= Extent(layout.Depth, layout.RightStride, layout.Columns, 1));
        Debug.Assert(addend.Length >= Extent(layout.Rows, layout.AddendStride, layout.Columns, 1));
        Debug.Assert(output.Length >= Extent(layout.Rows, layout.OutputStride, layout.Columns, 1));
        if (layout.Rows == 0)
        {
            return;
        }

        ref var x = ref MemoryMarshal.GetReference(left);
        ref var w = ref MemoryMarshal.GetReference(right);
        ref var from = ref MemoryMarshal.GetReference(addend);
        ref var to = ref MemoryMarshal.GetReference(output);
        foreach (var count in new EvenBlocks(layout.Columns / TSimd.Lanes, ColumnBlock<TSimd, TVector>()))
        {
            switch (count)
            {
                case 1: Columns<TSimd, TVector, Width1>(ref x, ref w, ref from, ref to, layout); break;
                case 2: Columns<TSimd, TVector, Width2>(ref x, ref w, ref from, ref to, layout); break;
                case 3: Columns<TSimd, TVector, Width3>(ref x, ref w, ref from, ref to, layout); break;
                default: Columns<TSimd, TVector, Width4>(ref x, ref w, ref from, ref to, layout); break;
            }

            w = ref Unsafe.Add(ref w, count * TSimd.Lanes);
            from = ref Unsafe.Add(ref from, count * TSimd.Lanes);
            to = ref Unsafe.Add(ref to, count * TSimd.Lanes);
        }
    }

    /// <summary>
    /// Registers of columns in a block: with four rows sixteen sums where there are 32 registers, twelve where there
    /// are 16.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ColumnBlock<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.InstructionSet is InstructionSet.Avx512 or InstructionSet.AdvSimd ? 4 : 3;

    private static long Extent(int rows, int rowStride, int columns, int columnStride) =>
        rows == 0 || columns == 0 ? 0 : ((rows - 1L) * rowStride) + ((columns - 1L) * columnStride) + 1;

    /// <summary>All rows, for a few registers of columns.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Columns<TSimd, TVector, TWidth>(
        ref float x, ref float w, ref float from, ref float to, in ProductLayout layout)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var strides = new Strides(
            (nuint)layout.Depth,
            (nuint)layout.LeftRowStride,
            (nuint)layout.LeftDepthStride,
            (nuint)layout.RightStride,
            (nuint)layout.AddendStride,
            (nuint)layout.OutputStride);
        foreach (var count in new EvenBlocks(layout.Rows, RowBlock))
        {
            switch (count)
            {
                case 1: Block<TSimd, TVector, TWidth, Block1>(ref x, ref w, ref from, ref to, strides); break;
                case 2: Block<TSimd, TVector, TWidth, Block2>(ref x, ref w, ref from, ref to, strides); break;
                case 3: Block<TSimd, TVector, TWidth, Block3>(ref x, ref w, ref from, ref to, strides); break;
                default: Block<TSimd, TVector, TWidth, Block4>(ref x, ref w, ref from, ref to, strides); break;
            }

            x = ref Unsafe.Add(ref x, (nuint)count * strides.LeftRow);
            from = ref Unsafe.Add(ref from, (nuint)count * strides.Addend);
            to = ref Unsafe.Add(ref to, (nuint)count * strides.Output);
        }
    }

    /// <summary>sumRC belongs to row R and register C.</summary>
    [MethodImpl(HotPath.Compiled)]
    private static void Block<TSimd, TVector, TWidth, TRows>(
        ref float x0, ref float w, ref float from, ref float to, in Strides strides)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
        where TRows : struct, IBlockSize
    {
        var lanes = (nuint)TSimd.Lanes;
        TVector sum00 = TSimd.Broadcast(0f), sum01 = sum00, sum02 = sum00, sum03 = sum00;
        TVector sum10 = sum00, sum11 = sum00, sum12 = sum00, sum13 = sum00;
        TVector sum20 = sum00, sum21 = sum00, sum22 = sum00, sum23 = sum00;
        TVector sum30 = sum00, sum31 = sum00, sum32 = sum00, sum33 = sum00;

        ref var x1 = ref Unsafe.Add(ref x0, strides.LeftRow);
        ref var x2 = ref Unsafe.Add(ref x1, strides.LeftRow);
        ref var x3 = ref Unsafe.Add(ref x2, strides.LeftRow);
        nuint at = 0;
        for (var left = strides.Depth; left > 0; left--)
        {
            var w0 = TSimd.Load(ref w, 0);
            var w1 = TWidth.Vectors > 1 ? TSimd.Load(ref w, lanes) : default;
            var w2 = TWidth.Vectors > 2 ? TSimd.Load(ref w, 2 * lanes) : default;
            var w3 = TWidth.Vectors > 3 ? TSimd.Load(ref w, 3 * lanes) : default;

            var x = TSimd.Broadcast(Unsafe.Add(ref x0, at));
            sum00 = TSimd.MultiplyAdd(x, w0, sum00);
            if (TWidth.Vectors > 1) sum01 = TSimd.MultiplyAdd(x, w1, sum01);
            if (TWidth.Vectors > 2) sum02 = TSimd.MultiplyAdd(x, w2, sum02);
            if (TWidth.Vectors > 3) sum03 = TSimd.MultiplyAdd(x, w3, sum03);

            if (TRows.Count > 1) x = TSimd.Broadcast(Unsafe.Add(ref x1, at));
            if (TRows.Count > 1) sum10 = TSimd.MultiplyAdd(x, w0, sum10);
            if (TRows.Count > 1 && TWidth.Vectors > 1) sum11 = TSimd.MultiplyAdd(x, w1, sum11);
            if (TRows.Count > 1 && TWidth.Vectors > 2) sum12 = TSimd.MultiplyAdd(x, w2, sum12);
            if (TRows.Count > 1 && TWidth.Vectors > 3) sum13 = TSimd.MultiplyAdd(x, w3, sum13);

            if (TRows.Count > 2) x = TSimd.Broadcast(Unsafe.Add(ref x2, at));
            if (TRows.Count > 2) sum20 = TSimd.MultiplyAdd(x, w0, sum20);
            if (TRows.Count > 2 && TWidth.Vectors > 1) sum21 = TSimd.MultiplyAdd(x, w1, sum21);
            if (TRows.Count > 2 && TWidth.Vectors > 2) sum22 = TSimd.MultiplyAdd(x, w2, sum22);
            if (TRows.Count > 2 && TWidth.Vectors > 3) sum23 = TSimd.MultiplyAdd(x, w3, sum23);

            if (TRows.Count > 3) x = TSimd.Broadcast(Unsafe.Add(ref x3, at));
            if (TRows.Count > 3) sum30 = TSimd.MultiplyAdd(x, w0, sum30);
            if (TRows.Count > 3 && TWidth.Vectors > 1) sum31 = TSimd.MultiplyAdd(x, w1, sum31);
            if (TRows.Count > 3 && TWidth.Vectors > 2) sum32 = TSimd.MultiplyAdd(x, w2, sum32);
            if (TRows.Count > 3 && TWidth.Vectors > 3) sum33 = TSimd.MultiplyAdd(x, w3, sum33);

            at += strides.LeftDepth;
            w = ref Unsafe.Add(ref w, strides.Right);
        }

        AddAndStore<TSimd, TVector, TWidth>(ref from, sum00, sum01, sum02, sum03, ref to);
        from = ref Unsafe.Add(ref from, strides.Addend);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 1) AddAndStore<TSimd, TVector, TWidth>(ref from, sum10, sum11, sum12, sum13, ref to);
        from = ref Unsafe.Add(ref from, strides.Addend);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 2) AddAndStore<TSimd, TVector, TWidth>(ref from, sum20, sum21, sum22, sum23, ref to);
        from = ref Unsafe.Add(ref from, strides.Addend);
        to = ref Unsafe.Add(ref to, strides.Output);
        if (TRows.Count > 3) AddAndStore<TSimd, TVector, TWidth>(ref from, sum30, sum31, sum32, sum33, ref to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAndStore<TSimd, TVector, TWidth>(
        ref float from, TVector sum0, TVector sum1, TVector sum2, TVector sum3, ref float to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TWidth : struct, IPanelWidth
    {
        var lanes = (nuint)TSimd.Lanes;
        TSimd.Store(TSimd.Add(TSimd.Load(ref from, 0), sum0), ref to, 0);
        if (TWidth.Vectors > 1) TSimd.Store(TSimd.Add(TSimd.Load(ref from, lanes), sum1), ref to, lanes);
        if (TWidth.Vectors > 2) TSimd.Store(TSimd.Add(TSimd.Load(ref from, 2 * lanes), sum2), ref to, 2 * lanes);
        if (TWidth.Vectors > 3) TSimd.Store(TSimd.Add(TSimd.Load(ref from, 3 * lanes), sum3), ref to, 3 * lanes);
    }

    private readonly record struct Strides(
        nuint Depth, nuint LeftRow, nuint LeftDepth, nuint Right, nuint Addend, nuint Output);
}
