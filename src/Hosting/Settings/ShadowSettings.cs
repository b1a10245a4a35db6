namespace FastElman.Extensions.Hosting;

/// <summary>
/// A shadow: a second model that tags a share of the traffic in the background. Where it differs is counted; what it
/// finds is never answered.
/// </summary>
public sealed class ShadowSettings
{
    /// <summary>The file of the second model, with the rules of <see cref="FastElmanSettings.ModelPath"/>; null for
    /// none.</summary>
    public string? ModelPath { get; set; }

    /// <summary>The share of texts that the second model tags too, from 0 to 1. The default is 0.1.</summary>
    public double Share { get; set; } = 0.1;

    /// <summary>
    /// The most texts that wait for the second model; a text that finds no room is not compared. The default is 256. At
    /// least 1.
    /// </summary>
    public int QueueLength { get; set; } = 256;
}
