using System.Diagnostics.Metrics;
using FastElman.Extensions.Hosting.Watching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FastElman.Extensions.Hosting.Tests;

/// <summary>
/// A host with one model named flights, its file in a folder of its own, and a clock and logs to look at.
/// </summary>
internal sealed class TestService : IAsyncDisposable
{
    public const string Model = "flights";

    /// <summary>How long a test waits for what has to come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private bool _isStarted;

    /// <summary>Builds the host; it does not start.</summary>
    /// <param name="settings">Settings below the section of the model, over those of the test.</param>
    /// <param name="events">Events of folders; null for none.</param>
    /// <param name="configure">What else the host has.</param>
    /// <param name="folder">The folder of the file; null for a new one with a model in it.</param>
    public TestService(
        IReadOnlyDictionary<string, string?>? settings = null,
        IFolderEvents? events = null,
        Action<HostApplicationBuilder>? configure = null,
        TemporaryFolder? folder = null)
    {
        Folder = folder ?? new TemporaryFolder();
        ModelPath = folder is null ? CityModel.SaveTo(Folder) : Folder.File("model.safetensors");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [$"FastElman:{Model}:ModelPath"] = ModelPath,
                [$"FastElman:{Model}:Reload:Mode"] = "Off",
            }
            .Concat((settings ?? new Dictionary<string, string?>()).Select(
                each => KeyValuePair.Create($"FastElman:{Model}:{each.Key}", each.Value)))
            .GroupBy(each => each.Key)
            .Select(same => same.Last()));
        builder.Logging.AddFakeLogging();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(events ?? new FolderEvents());
        configure?.Invoke(builder);
        builder.AddFastElman(Model);
        _host = builder.Build();
    }

    public TemporaryFolder Folder { get; }

    public string ModelPath { get; }

    public FakeTimeProvider Time { get; } = new();

    public IServiceProvider Services => _host.Services;

    public FakeLogCollector Logs => Services.GetFakeLogCollector();

    public IModelProvider Provider => Services.GetRequiredKeyedService<IModelProvider>(Model);

    public ServiceTagger Tagger => Services.GetRequiredKeyedService<ServiceTagger>(Model);

    /// <summary>Starts a host.</summary>
    public static async Task<TestService> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        IFolderEvents? events = null,
        Action<HostApplicationBuilder>? configure = null)
    {
        var service = new TestService(settings, events, configure);
        await service.StartAsync();
        return service;
    }

    public async Task StartAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _isStarted = true;
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>What an instrument reports from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct =>
        new(Services.GetRequiredService<IMeterFactory>(), FastElmanTelemetry.MeterName, instrument);

    /// <summary>Completes when another model has become current.</summary>
    public Task NextModel()
    {
        var replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Provider.GetReloadToken().RegisterChangeCallback(_ => replaced.SetResult(), null);
        return replaced.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Disposes the host, whether or not it runs; its folder stays.</summary>
    public void DisposeHost() => _host.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync(CancellationToken.None);
        }

        _host.Dispose();
        Folder.Dispose();
    }
}
