using System.Runtime.InteropServices;
using FastElman.Memory;

namespace FastElman.Packing;

/// <summary>
/// A matrix in 16-bit whole numbers, half the memory of floats, for those who take a little inexactness for it. Why: a step is bound by
/// the weights it reads. Cost: each column has its own scale, and the numbers are as large as sums of 32 bits allow: about 13 bits for the left side and 13 to
/// 15 for the weights.
/// </summary>
internal sealed class Int16Matrix
{
    /// <summary>Numbers that are multiplied and added at a time into one 32-bit sum.</summary>
    public const int GroupSize = 2;

    /// <summary>The largest magnitude of the left side's numbers.</summary>
    public const float Levels = 8191f;

    /// <summary>The largest sum of magnitudes in a column for which no sum of products overflows 32 bits.</summary>
    private const double LargestColumnSum = int.MaxValue / Levels;

    private readonly IntegerPanels _panels;
    private readonly AlignedBuffer _scales;

    /// <param name="rowMajor">W [depth, columns], row by row.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="range">The largest magnitude that an element of the left side may have.</param>
    /// <param name="lanes">Floats in a register.</param>
    public Int16Matrix(ReadOnlySpan<float> rowMajor, int columns, float range, int lanes)
    {
        var depth = rowMajor.Length / columns;
        _panels = new IntegerPanels(depth, columns, GroupSize, lanes);
        _scales = new AlignedBuffer(_panels.PaddedColumns);
        Factor = Levels / range;
        for (var column = 0; column < columns; column++)
        {
            Add(column, rowMajor, depth, columns);
        }
    }

    /// <summary>From an element of the left side to its whole number.</summary>
    public float Factor { get; }

    /// <summary>Groups of two rows.</summary>
    public int Groups => _panels.Groups;

    /// <summary>Columns, padded to whole registers.</summary>
    public int PaddedColumns => _panels.PaddedColumns;

    /// <summary>The numbers in panels, each [groups, columns of the panel, 2].</summary>
    public ReadOnlySpan<float> Panels => _panels.Buffer.Span;

    /// <summary>From a sum of products back to floats, for each column.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>How far the whole number of an element of the left side may be from it, divided by the range.</summary>
    public const double LeftError = 0.501 / Levels;

    /// <summary>The weights that the whole numbers stand for [depth, columns], row by row.</summary>
    public float[] ToFloats(int depth, int columns)
    {
        var weights = new float[depth * columns];
        var numbers = MemoryMarshal.Cast<float, short>(_panels.Buffer.Span);
        for (var i = 0; i < weights.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            weights[i] = (float)((double)numbers[_panels.OffsetOf(row, column)] * Factor * Scales[column]);
        }

        return weights;
    }

    private void Add(int column, ReadOnlySpan<float> rowMajor, int depth, int columns)
    {
        double largest = 0, sum = 0;
        for (var row = 0; row < depth; row++)
        {
            var magnitude = Math.Abs((double)rowMajor[(row * columns) + column]);
            largest = Math.Max(largest, magnitude);
            sum += magnitude;
        }

        if (largest == 0)
        {
            return;
        }

        // Rounding may add half to each number.
        var step = Math.Max(largest / short.MaxValue, sum / (LargestColumnSum - (0.5 * depth)));
        var numbers = MemoryMarshal.Cast<float, short>(_panels.Buffer.Span);
        for (var row = 0; row < depth; row++)
        {
            numbers[_panels.OffsetOf(row, column)] = (short)Math.Round(rowMajor[(row * columns) + column] / step);
        }

        _scales.Span[column] = (float)(step / Factor);
    }
}
