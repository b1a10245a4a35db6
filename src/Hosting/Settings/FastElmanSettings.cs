namespace FastElman.Extensions.Hosting;

/// <summary>
/// What a service sets for one model. The settings of a model named flights are those of the configuration section
/// <c>FastElman:flights</c>; those of the model without a name are in <c>FastElman</c>. What a service may set, and
/// what is wrong with it, lives in this room.
/// </summary>
/// <remarks>
/// Not synchronised. The settings are read once, when the host starts: later changes have no effect.
/// </remarks>
public sealed class FastElmanSettings
{
    /// <summary>The section of the model without a name; a named model has a section below it.</summary>
    public const string DefaultSectionName = "FastElman";

    /// <summary>
    /// The model file. A relative path starts at the content root of the host, or at the current folder where there is
    /// no host. It has to be set.
    /// </summary>
    public string? ModelPath { get; set; }

    /// <summary>How the model is run; <see cref="CompileOptions.MinimumConfidence"/> and others.</summary>
    public CompileOptions Compile { get; set; } = new();

    /// <summary>How the model file is read.</summary>
    public ModelLoadOptions Load { get; set; } = new();

    /// <summary>When the file is read again.</summary>
    public ReloadSettings Reload { get; set; } = new();

    /// <summary>A second model that is compared with this one.</summary>
    public ShadowSettings Shadow { get; set; } = new();

    /// <summary>What a model has to do before it serves, and at each health check.</summary>
    public SelfTestSettings SelfTest { get; set; } = new();

    /// <summary>Whether the health check is left out.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether nothing is measured, whoever listens.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>Whether nothing is traced, whoever listens.</summary>
    public bool DisableTracing { get; set; }
}
