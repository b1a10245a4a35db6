namespace FastElman.Extensions.Hosting;

/// <summary>When a model file is read again.</summary>
public sealed class ReloadSettings
{
    /// <summary>How changes are noticed. The default is <see cref="ReloadMode.Watch"/>.</summary>
    public ReloadMode Mode { get; set; } = ReloadMode.Watch;

    /// <summary>
    /// The time without a change after which a changed file is read, so that a file that is written in pieces is read
    /// once. The default is half a second. Not negative; at most a day.
    /// </summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The time between two looks at the file. With <see cref="ReloadMode.Watch"/> they find what the operating system
    /// does not tell. The default is 30 seconds. At least a millisecond; at most a day.
    /// </summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(30);
}
