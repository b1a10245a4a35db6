using System.Diagnostics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>The source of the activities. No activity holds text of a user.</summary>
internal static class TaggingActivities
{
    /// <summary>The version of the package, for listeners.</summary>
    public static readonly string? Version = typeof(TaggingActivities).Assembly.GetName().Version?.ToString(3);

    public static readonly ActivitySource Source = new(FastElmanTelemetry.ActivitySourceName, Version);

    /// <summary>Says in an activity what went wrong.</summary>
    public static void Fail(Activity? activity, Exception error)
    {
        var tag = ModelTelemetry.ErrorTag(error);
        activity?.SetTag(tag.Key, tag.Value);
        activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
    }
}
