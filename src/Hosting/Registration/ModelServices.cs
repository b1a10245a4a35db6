using FastElman.Extensions.Hosting.Health;
using FastElman.Extensions.Hosting.Models;
using FastElman.Extensions.Hosting.Serving;
using FastElman.Extensions.Hosting.Settings;
using FastElman.Extensions.Hosting.Telemetry;
using FastElman.Extensions.Hosting.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FastElman.Extensions.Hosting.Registration;

/// <summary>All that serves one model, put together once for each host. What a host gets lives in this room.</summary>
internal sealed class ModelServices
{
    /// <summary>Puts it together; no file is read yet.</summary>
    /// <exception cref="OptionsValidationException">The settings are wrong.</exception>
    public ModelServices(IServiceProvider services, string name)
    {
        var paths = services.GetRequiredService<ModelPaths>();
        var time = services.GetRequiredService<TimeProvider>();
        var meter = services.GetRequiredService<TaggingMeter>();
        var events = services.GetRequiredService<IFolderEvents>();
        Settings = services.GetRequiredService<IOptionsMonitor<FastElmanSettings>>().Get(name);
        Logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
            .CreateLogger(LogMessages.Category);

        Telemetry = TelemetryOf(SettingsSection.ShownName(name));
        Provider = ProviderOf(Settings.ModelPath!, Telemetry);
        Monitor = MonitorOf(Provider, Settings.ModelPath!, Telemetry);
        if (Settings.Shadow is { ModelPath: { Length: > 0 } shadowPath, Share: > 0 })
        {
            // No model has a name with a colon, so this one is free.
            var telemetry = TelemetryOf($"{Telemetry.ModelName}:shadow");
            var provider = ProviderOf(shadowPath, telemetry);
            Shadow = new ShadowTagger(provider, Settings.Shadow, Telemetry, Logger);
            ShadowMonitor = MonitorOf(provider, shadowPath, telemetry);
        }

        Tagger = new ServiceTagger(Provider, Telemetry, Shadow);
        HealthCheck = new ModelHealthCheck(Provider, Settings, time);

        ModelTelemetry TelemetryOf(string shownName) =>
            new(shownName, meter, !Settings.DisableMetrics, !Settings.DisableTracing, time);

        ModelProvider ProviderOf(string path, ModelTelemetry telemetry) =>
            new(name, new ModelLoader(paths.FullPath(path), Settings, telemetry), telemetry, Logger);

        ModelFileMonitor MonitorOf(ModelProvider provider, string path, ModelTelemetry telemetry) =>
            new(paths.FullPath(path), Settings.Reload, provider.ReloadAsync, events, telemetry, Logger);
    }

    public FastElmanSettings Settings { get; }

    public ILogger Logger { get; }

    public ModelTelemetry Telemetry { get; }

    public ModelProvider Provider { get; }

    public ModelFileMonitor Monitor { get; }

    public ServiceTagger Tagger { get; }

    public ModelHealthCheck HealthCheck { get; }

    /// <summary>The second model; null for none.</summary>
    public ShadowTagger? Shadow { get; }

    /// <summary>What watches the file of the second model; null for none.</summary>
    public ModelFileMonitor? ShadowMonitor { get; }
}
