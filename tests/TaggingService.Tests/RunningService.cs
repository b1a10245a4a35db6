using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastElman.Samples.TaggingService.Tests;

/// <summary>The service on ports of its own, with a copy of the model that a test may spoil.</summary>
public sealed class RunningService : IAsyncDisposable
{
    /// <summary>How long a test waits for what has to come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplicationFactory<Program> _factory;

    /// <summary>Starts it.</summary>
    /// <param name="settings">Settings over those of appsettings.json.</param>
    /// <param name="configure">Services over its own.</param>
    public RunningService(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? configure = null)
    {
        ModelPath = _folder.File("model.safetensors");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"), ModelPath);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseSetting("FastElman:ModelPath", ModelPath);
            builder.UseSetting("FastElman:Reload:Mode", "Off");
            builder.UseSetting("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0");
            builder.UseSetting("Kestrel:Endpoints:Grpc:Url", "http://127.0.0.1:0");
            builder.ConfigureLogging(logging => logging.ClearProviders());
            foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureServices(configure ?? (_ => { }));
        });
        _factory.UseKestrel();
        _factory.StartServer();

        // Kestrel binds the endpoints of the settings in the order of their names: Grpc, Http.
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        GrpcAddress = new Uri(addresses.First());
        HttpAddress = new Uri(addresses.Last());
        Client = new HttpClient { BaseAddress = HttpAddress };
    }

    public Uri HttpAddress { get; }

    public Uri GrpcAddress { get; }

    public string ModelPath { get; }

    public IServiceProvider Services => _factory.Services;

    public HttpClient Client { get; }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        _folder.Dispose();
    }
}
