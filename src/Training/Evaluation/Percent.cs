using System.Globalization;

namespace FastElman.Training.Evaluation;

/// <summary>Percentages, computed and written as conlleval does.</summary>
internal static class Percent
{
    /// <summary>0 to 100; 0 if the whole is 0.</summary>
    public static double Of(long part, long whole) => whole > 0 ? 100.0 * part / whole : 0;

    /// <summary>C's <c>%6.2f</c>.</summary>
    /// <remarks>
    /// C rounds a value exactly between two results to the even one (3.125 to 3.12), .NET away from zero. A double lies
    /// there only if it is an odd number of eighths, and then a hundred times it is exact.
    /// </remarks>
    public static string Format(double value)
    {
        var liesBetween = Math.Abs(value * 8 % 2) == 1;
        var rounded = liesBetween ? Math.Round(value * 100, MidpointRounding.ToEven) / 100 : value;
        return rounded.ToString("F2", CultureInfo.InvariantCulture).PadLeft(6);
    }

    /// <summary>
    /// The number that <see cref="Format"/> writes: what a program that calls conlleval reads, as the tutorial does.
    /// </summary>
    public static double AsPrinted(double value) => double.Parse(Format(value), CultureInfo.InvariantCulture);
}
