using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Limits;

/// <summary>
/// What a caller may ask for: the section <c>Service:Limits</c>. What may be asked lives in this room.
/// </summary>
internal sealed class LimitSettings
{
    public const string SectionName = "Service:Limits";

    /// <summary>The largest body of a request in bytes; of a stream, the largest message.</summary>
    [Range(1, 1 << 30)]
    public int MaximumBodyBytes { get; set; } = 64 * 1024;

    /// <summary>The most words (tokens) of a text, or of a sentence that is streamed.</summary>
    [Range(1, 1 << 20)]
    public int MaximumWords { get; set; } = 1000;

    /// <summary>The most texts of a request for many.</summary>
    [Range(1, 1 << 20)]
    public int MaximumTexts { get; set; } = 256;

    /// <summary>The most streams that are open at once, of all kinds together.</summary>
    [Range(1, 1 << 20)]
    public int MaximumStreams { get; set; } = 1000;

    /// <summary>How long a caller may send nothing over a stream: more than no time, at most a day.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The most sessions of one StreamSessions call in the middle of a sentence; each takes about a kilobyte.
    /// </summary>
    [Range(1, 1 << 20)]
    public int MaximumSessions { get; set; } = 1024;

    /// <summary>Requests a second for each client address, with bursts of as many; 0 for no limit.</summary>
    [Range(0, 1 << 30)]
    public int RequestsPerSecond { get; set; }
}

/// <summary>Checks the ranges at start, by generated code.</summary>
[OptionsValidator]
internal sealed partial class LimitSettingsValidator : IValidateOptions<LimitSettings>;
