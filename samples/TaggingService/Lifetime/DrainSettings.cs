namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>The section <c>Service:Shutdown</c>.</summary>
internal sealed class DrainSettings
{
    public const string SectionName = "Service:Shutdown";

    /// <summary>
    /// How long the service goes on answering after it was asked to stop: longer than it takes to notice that it is
    /// not ready any more. Streams end after three quarters of it.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.Zero;
}
