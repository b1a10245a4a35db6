namespace FastElman.Training.Evaluation;

/// <summary>
/// The minimum of a function of one variable: the best of a grid, then golden-section search around it (J. Kiefer,
/// "Sequential minimax search for a maximum", 1953).
/// </summary>
internal static class GoldenSection
{
    /// <summary>Steps of the grid, which keeps the search from a minimum that is not the lowest.</summary>
    private const int GridSteps = 12;

    /// <summary>(√5 − 1) / 2: the larger part of an interval that is divided in the golden ratio.</summary>
    private static readonly double Ratio = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Finds the minimum; of equal values on the grid the first counts.</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">The lower end of the interval.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="tolerance">The width at which the search ends.</param>
    /// <returns>The middle of what is left of the interval.</returns>
    public static double Minimize(Func<double, double> function, double low, double high, double tolerance)
    {
        var step = (high - low) / GridSteps;
        var best = Enumerable.Range(0, GridSteps + 1).Select(i => low + (i * step)).MinBy(function);
        (low, high) = (Math.Max(low, best - step), Math.Min(high, best + step));

        var (left, right) = (high - (Ratio * (high - low)), low + (Ratio * (high - low)));
        var (atLeft, atRight) = (function(left), function(right));
        while (high - low > tolerance)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Ratio * (high - low));
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Ratio * (high - low));
                atRight = function(right);
            }
        }

        return (low + high) / 2;
    }
}
