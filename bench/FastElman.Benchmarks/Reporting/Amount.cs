using System.Globalization;

namespace FastElman.Benchmarks.Reporting;

/// <summary>Figures as they stand in the tables: three digits, and a unit that fits.</summary>
internal static class Amount
{
    public const string None = "–";

    public static string Time(double? nanoseconds) => nanoseconds switch
    {
        null => None,
        < 999.5 => Digits(nanoseconds.Value, "ns"),
        < 999.5e3 => Digits(nanoseconds.Value / 1e3, "µs"),
        < 999.5e6 => Digits(nanoseconds.Value / 1e6, "ms"),
        _ => Digits(nanoseconds.Value / 1e9, "s"),
    };

    /// <summary>How many times as long.</summary>
    public static string Ratio(double? time, double? ours) => time / ours is { } ratio ? $"{Digits(ratio)}×" : None;

    public static string Share(double? part, double? whole) =>
        part / whole is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0} %") : None;

    private static string Digits(double value, string unit) => $"{Digits(value)} {unit}";

    private static string Digits(double value) =>
        value.ToString(value < 9.995 ? "F2" : value < 99.95 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
