namespace FastElman.Training.Reports;

/// <summary>
/// An axis from one round number to another, with marks at round numbers: 1, 2 or 5 times a power of ten apart.
/// </summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, above <paramref name="Low"/>.</param>
/// <param name="Step">The distance between two marks.</param>
internal readonly record struct AxisScale(double Low, double High, double Step)
{
    /// <summary>The intended number of steps; there can be half or twice as many.</summary>
    private const int WantedSteps = 5;

    /// <summary>The marks, the lowest first.</summary>
    public IEnumerable<double> Marks
    {
        get
        {
            var (low, step) = (Low, Step);
            return Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(mark => low + (mark * step));
        }
    }

    /// <summary>The place of a value on the axis, from 0 to 1.</summary>
    public double Share(double value) => (value - Low) / (High - Low);

    /// <summary>Finds an axis that contains all values.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value, at least <paramref name="low"/>.</param>
    /// <param name="smallestStep">The smallest distance between two marks, above 0.</param>
    /// <param name="end">The highest possible mark; no value is above it.</param>
    public static AxisScale Of(double low, double high, double smallestStep, double end = double.PositiveInfinity)
    {
        // An empty range, or one below the resolution of doubles, needs an axis too.
        var range = Math.Max(high - low, Math.Max(Math.Abs(high), Math.Abs(low)) * 1e-9);
        var step = Math.Max(RoundUp(range / WantedSteps), smallestStep);
        var first = Math.Floor(low / step) * step;
        var last = Math.Ceiling(high / step) * step;
        return (last > first, first + step <= end) switch
        {
            (true, _) => new AxisScale(first, Math.Min(last, end), step),
            (_, true) => new AxisScale(first, first + step, step),
            _ => new AxisScale(first - step, first, step),
        };
    }

    private static double RoundUp(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var factor in (double[])[1, 2, 5])
        {
            if (factor * power >= value)
            {
                return factor * power;
            }
        }

        return 10 * power;
    }
}
