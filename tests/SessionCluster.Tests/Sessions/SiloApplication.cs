using FastElman.Benchmarks.Service.Processes;
using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster.Tests.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>Silos and gateways within this process, put together as a process of the cluster is.</summary>
internal static class SiloApplication
{
    /// <summary>Starts a silo.</summary>
    /// <exception cref="PortTakenException">Another process has taken a port.</exception>
    public static Task<WebApplication> StartAsync(
        string redis, Dictionary<string, string?> settings, Action<IServiceCollection>? configure = null) =>
        StartAsync(
            new(settings)
            {
                ["Cluster:Redis"] = redis,
                ["Cluster:SiloPort"] = $"{FreePort.Find()}",
                ["Cluster:GatewayPort"] = $"{FreePort.Find()}",
                ["FastElman:ModelPath"] = settings.GetValueOrDefault("FastElman:ModelPath", FlightsModel.File),
                ["FastElman:Reload:Mode"] = "Off",
            },
            builder =>
            {
                builder.AddFastElman();
                builder.AddSilo(builder.AddClusterSettings());
                configure?.Invoke(builder.Services);

                // Whatever implements the interface of a grain is taken for one.
                builder.Services.PostConfigure<GrainTypeOptions>(
                    types => types.Classes.ExceptWith([typeof(BrokenWay), typeof(BrokenRelay)]));
            });

    /// <summary>Starts a gateway that keeps a silo for each of a few hashes of names.</summary>
    public static Task<WebApplication> StartGatewayAsync(string redis, int buckets) => StartAsync(
        new() { ["Cluster:Redis"] = redis, ["Cluster:Role"] = "Gateway" },
        builder =>
        {
            builder.AddSiloClient(builder.AddClusterSettings());
            builder.Services.Configure<ClientMessagingOptions>(client => client.ClientSenderBuckets = buckets);
        });

    private static async Task<WebApplication> StartAsync(
        Dictionary<string, string?> settings, Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddClusterTelemetry();
        add(builder);
        var application = builder.Build();
        try
        {
            await application.StartAsync();
            return application;
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            throw PortTakenException.Of(e.ToString());
        }
    }
}
