using System.Diagnostics;
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
    /// Columns of a strip: those of a cache line. The columns of a wide matrix lie so far apart that each row would
    /// take a line of its own; measured, 1024 rows of 127 columns took twice as long without strips.
    /// </summary>
    public const int StripWidth = 16;

    /// <summary>
    /// 1.5 · 2⁵². Added to a double below 2⁵¹ in magnitude, it leaves no room for fractions: the sum is rounded to the
    /// nearest integer, ties to even, whose lowest bits are the last ones of the sum, in two's complement.
    /// </summary>
    private const double Shift = 6755399441055744.0;

    private readonly ReadOnlySpan<float> _strip;

    /// <param name="strip">[rows, <see cref="StripWidth"/>], see <see cref="CopyStrip"/>.</param>
    /// <param name="first">The first of the four columns in the strip.</param>
    public FourColumns(ReadOnlySpan<float> strip, int first) => _strip = strip[first..];

    /// <summary>
    /// The columns from <paramref name="first"/> on of a matrix whose columns are taken in this order, four at a time.
    /// </summary>
    /// <param name="rowMajor">[rows, columns], row by row.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="first">The first of the four, a multiple of four.</param>
    /// <param name="strip">[rows, <see cref="StripWidth"/>]: scratch memory, kept from call to call.</param>
    [MethodImpl(HotPath.Inlined)]
    public static FourColumns At(ReadOnlySpan<float> rowMajor, int columns, int first, Span<float> strip)
    {
        var place = first % StripWidth;
        if (place == 0)
        {
            CopyStrip(rowMajor, columns, first, strip);
        }

        return new FourColumns(strip, place);
    }

    /// <summary>Copies columns of a matrix.</summary>
    /// <param name="rowMajor">[rows, columns], row by row.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="first">The first column to copy.</param>
    /// <param name="strip">[rows, <see cref="StripWidth"/>]: receives the columns; 0 behind the last one.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void CopyStrip(ReadOnlySpan<float> rowMajor, int columns, int first, Span<float> strip)
    {
        var width = Math.Min(StripWidth, columns - first);
        for (var at = first; !strip.IsEmpty; at += columns, strip = strip[StripWidth..])
        {
            rowMajor.Slice(at, width).CopyTo(strip);
            strip[width..StripWidth].Clear();
        }
    }

    /// <summary>The four values of a row.</summary>
    [MethodImpl(HotPath.Inlined)]
    public Vector256<double> Row(int row)
    {
        Debug.Assert((uint)((row * StripWidth) + Count) <= (uint)_strip.Length);
        var values = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(_strip), (nuint)(row * StripWidth));
        return Vector256.WidenLower(values.ToVector256Unsafe());
    }

    /// <summary>
    /// The nearest integers to value / step, ties to even: as doubles, and as the lowest bits of 64-bit integers. 0
    /// where the step is 0.
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

    /// <summary>Up to four values, and 0 behind them.</summary>
    public static Vector256<double> Of(ReadOnlySpan<float> values)
    {
        Span<float> four = stackalloc float[Count];
        four.Clear();
        values[..Math.Min(values.Length, Count)].CopyTo(four);
        return Vector256.Create<double>([four[0], four[1], four[2], four[3]]);
    }
}
