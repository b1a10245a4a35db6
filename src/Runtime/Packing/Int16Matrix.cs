using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// A matrix W [depth, columns] quantised to 16-bit integers, in half the memory of floats. Why: the time of a step is
/// bounded by the weights that it reads. Cost: results are no longer exact. Each column has its own scale. The integers
/// are as large as 32-bit sums allow: about 13 bits for the left operand, 13 to 15 bits for the weights.
/// </summary>
internal sealed class Int16Matrix
{
    /// <summary>Integers in a lane: the products that one instruction adds to a 32-bit sum.</summary>
    public const int GroupSize = 2;

    /// <summary>The largest magnitude of an integer of the left side.</summary>
    public const float Levels = 8191f;

    /// <summary>
    /// The largest sum of magnitudes in a column of integers at which no sum of products overflows 32 bits.
    /// </summary>
    private const double LargestColumnSum = int.MaxValue / Levels;

    private readonly IntegerPanels _panels;
    private readonly AlignedBuffer _scales;

    /// <param name="rowMajor">W [depth, columns], row by row; finite.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="range">The largest magnitude of an element of the left side, above 0.</param>
    /// <param name="lanes">Lanes of 32 bits in a register.</param>
    /// <param name="skipsZeros">Whether zeros are left out, where enough groups of rows have nothing else.</param>
    public Int16Matrix(
        ReadOnlySpan<float> rowMajor, int columns, float range, int lanes, bool skipsZeros = false)
    {
        var depth = rowMajor.Length / columns;
        _panels = new IntegerPanels(depth, columns, GroupSize, lanes);
        _scales = new AlignedBuffer(_panels.PaddedColumns);
        Factor = Levels / range;
        var strip = GC.AllocateUninitializedArray<float>(depth * FourColumns.StripWidth);
        for (var first = 0; first < columns; first += FourColumns.Count)
        {
            Add(FourColumns.At(rowMajor, columns, first, strip), first, depth);
        }

        if (skipsZeros)
        {
            var groups = new float[Groups * columns];
            GroupsInOrder(MemoryMarshal.Cast<float, int>(groups.AsSpan()), columns);
            var density = (double)BlockSparseMatrix.PiecesOf(groups, columns) / Groups;
            Sparse = density <= PackingPlan.LargestSparseDensity
                ? new BlockSparseMatrix(groups, columns, lanes, PaddedColumns)
                : null;
        }
    }

    /// <summary>The factor of an element of the left operand before it is rounded to an integer.</summary>
    public float Factor { get; }

    /// <summary>Groups of two rows: depth / 2, rounded up.</summary>
    public int Groups => _panels.Groups;

    /// <summary>Columns of W, padded to whole registers.</summary>
    public int PaddedColumns => _panels.PaddedColumns;

    /// <summary>[groups, padded columns, 2] integers in panels; a float is only their container.</summary>
    public ReadOnlySpan<float> Panels => _panels.Buffer.Span;

    /// <summary>The groups that are not zero, to be used instead of the panels; null where that does not pay.</summary>
    public BlockSparseMatrix? Sparse { get; }

    /// <summary>[padded columns]: the factor of a sum of integer products.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>
    /// The largest difference between an element of the left operand and the value of its integer, divided by the
    /// range: half a quantisation step, and the rounding of float32.
    /// </summary>
    public const double LeftError = 0.501 / Levels;

    /// <summary>[depth, columns], row by row: the weights that the integers stand for.</summary>
    [MethodImpl(HotPath.Compiled)]
    public float[] ToFloats(int depth, int columns)
    {
        var weights = new float[depth * columns];
        var numbers = MemoryMarshal.Cast<float, short>(_panels.Buffer.Span);
        for (var column = 0; column < columns; column++)
        {
            var places = _panels.ColumnAt(column);
            for (var row = 0; row < depth; row++)
            {
                weights[(row * columns) + column] =
                    (float)((double)numbers[places.OffsetOf(row)] * Factor * Scales[column]);
            }
        }

        return weights;
    }

    /// <summary>
    /// [groups, columns], row by row. As integers: a processor may change the bits of a float that is none.
    /// </summary>
    private void GroupsInOrder(Span<int> groups, int columns)
    {
        var numbers = MemoryMarshal.Cast<float, int>(_panels.Buffer.Span);
        for (var column = 0; column < columns; column++)
        {
            var places = _panels.ColumnAt(column);
            for (var group = 0; group < Groups; group++)
            {
                groups[(group * columns) + column] = numbers[places.First + (group * places.Step)];
            }
        }
    }

    /// <summary>Quantises four columns, fewer at the end.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Add(FourColumns weights, int first, int depth)
    {
        Vector256<double> largest = default, sum = default;
        for (var row = 0; row < depth; row++)
        {
            var magnitude = Vector256.Abs(weights.Row(row));
            largest = Vector256.MaxNative(largest, magnitude);
            sum += magnitude;
        }

        // Rounding may add one half to each integer. A column of zeros has the step 0.
        var step = Vector256.MaxNative(
            largest / short.MaxValue, sum / Vector256.Create(LargestColumnSum - (0.5 * depth)));
        var numbers = MemoryMarshal.Cast<float, int>(_panels.Buffer.Span);
        var places = _panels.ColumnAt(first);
        var width = Math.Min(FourColumns.Count, PaddedColumns - first);
        for (var group = 0; group < Groups; group++)
        {
            var pair = Vector256<long>.Zero;
            for (var place = 0; place < GroupSize && (group * GroupSize) + place < depth; place++)
            {
                var weight = weights.Row((group * GroupSize) + place);
                var (_, bits) = FourColumns.Quantize(weight, step, short.MaxValue);
                pair |= (bits & Vector256.Create((long)ushort.MaxValue)) << (16 * place);
            }

            FourColumns.Store(pair, numbers.Slice(places.First + (group * places.Step), width));
        }

        for (var i = 0; i < width; i++)
        {
            _scales.Span[first + i] = (float)(step[i] / Factor);
        }
    }
}
