using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// Four neighbouring columns of a row-major matrix in double precision, row by row: what weights are quantised with.
/// A column is a lane, so that each of its sums has the order, and the bits, of a loop over that column alone. Why four
/// on every machine: this is no hot path, and the panels of all instruction sets with integers are multiples of four
/// columns wide.
/// </summary>
internal readonly ref struct FourColumns
{
    /// <summary>Columns at a time.</summary>
    public const int Count = 4;

    /// <summary>
    /// 1.5 · 2⁵². Added to a double below 2⁵¹ in magnitude, it leaves no room for fractions: the sum is rounded to the
    /// nearest integer, ties to even, whose lowest bits are the last ones of the sum, in two's complement.
    /// </summary>
    private const double Shift = 6755399441055744.0;

    private readonly ReadOnlySpan<float> _rowMajor;
    private readonly int _columns;
    private readonly int _first;
    private readonly Vector128<float> _mask;

    /// <param name="rowMajor">[rows, columns], row by row.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="first">The first of the four; those behind the last column are 0.</param>
    public FourColumns(ReadOnlySpan<float> rowMajor, int columns, int first)
    {
        _rowMajor = rowMajor;
        _columns = columns;
        _first = first;
        _mask = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(columns - first)).AsSingle();
    }

    /// <summary>The four values of a row.</summary>
    [MethodImpl(HotPath.Inlined)]
    public Vector256<double> Row(int row)
    {
        var start = (row * _columns) + _first;
        var values = start <= _rowMajor.Length - Count
            ? Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(_rowMajor), (nuint)start)
            : Rest(_rowMajor[start..]);
        return Vector256.WidenLower((values & _mask).ToVector256Unsafe());
    }

    /// <summary>
    /// The nearest integers to value / step, ties to even: as doubles, and as the lowest bits of 64-bit integers. 0 where
    /// the step is 0.
    /// </summary>
    /// <param name="value">The values.</param>
    /// <param name="step">The distance between two quantised values of each column, not negative.</param>
    /// <param name="limit">The largest magnitude of an integer.</param>
    [MethodImpl(HotPath.Inlined)]
    public static (Vector256<double> Whole, Vector256<long> Bits) Quantize(
        Vector256<double> value, Vector256<double> step, double limit)
    {
        var quotient = Vector256.ClampNative(value / step, Vector256.Create(-limit), Vector256.Create(limit));
        quotient = Vector256.ConditionalSelect(
            Vector256.GreaterThan(step, Vector256<double>.Zero), quotient, Vector256<double>.Zero);
        var shifted = quotient + Vector256.Create(Shift);
        return (shifted - Vector256.Create(Shift), shifted.AsInt64());
    }

    /// <summary>Stores the lower halves of four 64-bit integers, or as many as there is room for.</summary>
    [MethodImpl(HotPath.Inlined)]
    public static void Store(Vector256<long> numbers, Span<int> target)
    {
        var lower = Vector256.Narrow(numbers, numbers).GetLower();
        if (target.Length >= Count)
        {
            lower.CopyTo(target);
            return;
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = lower[i];
        }
    }

    /// <summary>The end of the last row, where four floats would reach beyond the matrix.</summary>
    [MethodImpl(HotPath.Rare)]
    private static Vector128<float> Rest(ReadOnlySpan<float> values)
    {
        var result = Vector128<float>.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            result = result.WithElement(i, values[i]);
        }

        return result;
    }
}
