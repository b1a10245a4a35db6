using System.Net.Http.Json;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.SessionCluster.Telemetry;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>Redis, silos and a gateway on this machine.</summary>
internal sealed class SessionClusterProcesses : IAsyncDisposable
{
    private readonly string _program;
    private readonly Dictionary<string, string> _settings;
    private readonly List<Silo> _silos = [];
    private readonly ProcessPlace _gatewayPlace;

    private SessionClusterProcesses(
        string program, RedisServer redis, Dictionary<string, string> settings, ProcessPlace gatewayPlace)
    {
        (_program, Redis, _settings, _gatewayPlace) = (program, redis, settings, gatewayPlace);
    }

    public RedisServer Redis { get; }

    /// <summary>What all processes are set to do, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>The silos that have not been stopped or killed.</summary>
    public IReadOnlyList<Silo> Silos => _silos;

    public ServiceProcess Gateway { get; private set; } = null!;

    /// <summary>Starts all of it and waits until it is ready.</summary>
    /// <param name="program">SessionCluster.dll.</param>
    /// <param name="modelPath">The model.</param>
    /// <param name="siloPlaces">Where each silo runs.</param>
    /// <param name="gatewayPlace">Where Redis and the gateway run; on loopback unless given.</param>
    /// <param name="settings">Other settings of the processes.</param>
    public static async Task<SessionClusterProcesses> StartAsync(
        string program,
        string modelPath,
        IReadOnlyList<ProcessPlace> siloPlaces,
        ProcessPlace? gatewayPlace = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var place = gatewayPlace ?? ProcessPlace.Loopback;
        var redis = await RedisServer.StartAsync(place.Address.ToString());
        var all = new Dictionary<string, string>
        {
            ["Cluster__Redis"] = redis.Configuration,
            ["FastElman__ModelPath"] = Path.GetFullPath(modelPath),
            ["FastElman__Reload__Mode"] = "Off",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        var cluster = new SessionClusterProcesses(program, redis, all, place);
        try
        {
            await Task.WhenAll(siloPlaces.Select(silo => cluster.AddSiloAsync(silo)));
            await cluster.StartGatewayAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more silo joins.</summary>
    public async Task<Silo> AddSiloAsync(ProcessPlace? place = null, string? modelPath = null)
    {
        var where = place ?? ProcessPlace.Loopback;
        var gatewayPort = 0;
        var process = await ServiceProcess.StartAsync(_program, FindSettings, place: where);
        var silo = new Silo(process, where, gatewayPort);
        lock (_silos)
        {
            _silos.Add(silo);
        }

        return silo;

        Dictionary<string, string> FindSettings()
        {
            gatewayPort = FreePort.Find();
            var settings = new Dictionary<string, string>(_settings)
            {
                ["Cluster__Role"] = "Silo",
                ["Cluster__Address"] = where.Address.ToString(),
                ["Cluster__SiloPort"] = $"{FreePort.Find()}",
                ["Cluster__GatewayPort"] = $"{gatewayPort}",
            };
            if (modelPath is not null)
            {
                settings["FastElman__ModelPath"] = Path.GetFullPath(modelPath);
            }

            return settings;
        }
    }

    /// <summary>The silo with the most sessions.</summary>
    public async Task<Silo> FindBusiestAsync()
    {
        var counts = await CountSessionsAsync();
        return _silos.Zip(counts).MaxBy(silo => silo.Second).First;
    }

    /// <summary>How many sessions each of <see cref="Silos"/> has.</summary>
    public async Task<int[]> CountSessionsAsync()
    {
        var silos = await Task.WhenAll(_silos.Select(silo => silo.DescribeAsync()));
        return [.. silos.Select(versions => versions.Sum(version => version.Sessions))];
    }

    /// <summary>Asks a silo to end, and waits until it has.</summary>
    public async Task StopAsync(Silo silo)
    {
        _silos.Remove(silo);
        await using (silo)
        {
            silo.Host.Terminate();
            await silo.Host.WaitForExitAsync();
        }
    }

    /// <summary>Kills a silo (SIGKILL).</summary>
    public ValueTask KillAsync(Silo silo)
    {
        _silos.Remove(silo);
        return silo.DisposeAsync();
    }

    /// <summary>Waits until a silo has ended by itself, and takes it away.</summary>
    public async Task WaitForEndAsync(Silo silo)
    {
        await silo.Host.WaitForExitAsync();
        await KillAsync(silo);
        RequireNoneEnded();
    }

    /// <exception cref="InvalidOperationException">A silo has ended by itself.</exception>
    public void RequireNoneEnded()
    {
        if (_silos.Find(silo => silo.Host.HasExited) is { } ended)
        {
            throw new InvalidOperationException($"The silo at {ended.Place.Address} has ended by itself.");
        }
    }

    /// <summary>What the gateway has counted.</summary>
    public async Task<GatewayReport> CountAsync()
    {
        using var client = new HttpClient { BaseAddress = Gateway.HttpAddress };
        return (await client.GetFromJsonAsync<GatewayReport>(new Uri("/v1/gateway", UriKind.Relative)))!;
    }

    public async ValueTask DisposeAsync()
    {
        await (Gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }

    private async Task StartGatewayAsync() => Gateway = await ServiceProcess.StartAsync(
        _program, new Dictionary<string, string>(_settings) { ["Cluster__Role"] = "Gateway" }, place: _gatewayPlace);
}
