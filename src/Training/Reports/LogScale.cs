using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>
/// A logarithmic axis with marks at round numbers: 1, 2 and 5 times a power of ten where it is short, else at powers of
/// ten.
/// </summary>
internal sealed class LogScale
{
    /// <summary>The most marks: more would touch each other in a chart of little height.</summary>
    private const int MostMarks = 5;

    /// <summary>The smallest number that has its full precision; an axis of smaller ones would have no marks.</summary>
    private const double Smallest = 1e-300;

    private static readonly double[] Factors = [1, 2, 5];

    private readonly double[] _marks;

    private LogScale(double[] marks) => _marks = marks;

    /// <summary>The marks, at least two, the lowest first; the axis reaches from the first to the last.</summary>
    public IEnumerable<double> Marks => _marks;

    /// <summary>Finds an axis that contains all values.</summary>
    /// <param name="low">The smallest value; one that is not above 0 counts as very small.</param>
    /// <param name="high">The largest value, at least <paramref name="low"/>.</param>
    public static LogScale Of(double low, double high)
    {
        (low, high) = (Math.Max(low, Smallest), Math.Max(high, Smallest));
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        double[] fine =
        [
            .. Enumerable.Range(first, last - first + 1).SelectMany(
                exponent => Factors.Select(factor => Mark(factor, exponent))),
        ];
        var from = Array.FindLastIndex(fine, mark => mark <= low);
        var to = Array.FindIndex(fine, Math.Max(from, 0) + 1, mark => mark >= high);
        if (to - from < MostMarks)
        {
            return new LogScale(fine[Math.Max(from, 0)..(to + 1)]);
        }

        var step = Math.Max(1, (last - first + MostMarks - 2) / (MostMarks - 1));
        var count = (last - first + step - 1) / step;
        return new LogScale(
            [.. Enumerable.Range(0, count + 1).Select(index => Mark(1, last - ((count - index) * step)))]);
    }

    /// <summary>The place of a value on the axis, from 0 to 1.</summary>
    public double Share(double value)
    {
        var (low, high) = (Math.Log10(_marks[0]), Math.Log10(_marks[^1]));
        return Math.Clamp((Math.Log10(Math.Max(value, double.Epsilon)) - low) / (high - low), 0, 1);
    }

    /// <summary>A decimal number has no error of multiplication, such as 2 · 0.1 has.</summary>
    private static double Mark(double factor, int exponent) =>
        double.Parse($"{factor}E{exponent}", CultureInfo.InvariantCulture);
}
