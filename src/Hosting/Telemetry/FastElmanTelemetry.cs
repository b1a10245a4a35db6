namespace FastElman.Extensions.Hosting;

/// <summary>
/// The names that OpenTelemetry and other listeners subscribe to. What is measured, traced and logged lives in this
/// room; docs/guide/serving.md lists the instruments with their units.
/// </summary>
public static class FastElmanTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FastElman";

    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "FastElman";
}
