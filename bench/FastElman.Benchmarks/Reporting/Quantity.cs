using System.Globalization;

namespace FastElman.Benchmarks.Reporting;

/// <summary>Figures as they stand in the tables: three digits, and a unit that fits.</summary>
internal static class Quantity
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

    /// <summary>How many in a second, of which one takes so long.</summary>
    public static string Rate(double nanoseconds) =>
        nanoseconds < 999.5 ? $"{Digits(1e3 / nanoseconds)} M/s" : $"{Digits(1e6 / nanoseconds)} k/s";

    /// <summary>How many times as long.</summary>
    public static string Ratio(double? time, double? ours) => Ratio(time / ours);

    public static string Ratio(double? ratio) => ratio is null ? None : $"{Digits(ratio.Value)}×";

    public static string Share(double? part, double? whole) =>
        part / whole is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0} %") : None;

    private static string Digits(double value, string unit) => $"{Digits(value)} {unit}";

    private static string Digits(double value) =>
        value.ToString(value < 9.995 ? "F2" : value < 99.95 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
