using System.Net;
using System.Threading.RateLimiting;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Placement;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Orleans.Configuration;
using Orleans.Storage;

namespace FastElman.Samples.SessionCluster;

/// <summary>Puts the parts of a process together.</summary>
internal static class ClusterExtensions
{
    /// <summary>Reads what the process is set to do.</summary>
    /// <exception cref="InvalidOperationException">A setting does not exist, or is not allowed.</exception>
    public static ClusterSettings AddClusterSettings(this WebApplicationBuilder builder)
    {
        var settings = ClusterSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(Options.Create(settings));
        return settings;
    }

    /// <summary>Metrics, sent where the standard variables of OpenTelemetry say.</summary>
    public static void AddClusterTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClusterMeter>();
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ClusterMeter.Name)
            .AddMeter(FastElman.Extensions.Hosting.FastElmanTelemetry.MeterName)
            .AddMeter("Microsoft.Orleans")
            .AddMeter("System.Runtime"));
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null
            || builder.Configuration["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] is not null)
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>A silo: sessions, their versions of the model, their saved states.</summary>
    public static void AddSilo(this WebApplicationBuilder builder, ClusterSettings settings)
    {
        // Hosted services end in the opposite order: the silo ends, and saves its sessions, before these do.
        builder.Services.AddSingleton<RedisConnection>();
        builder.Services.AddSingleton<ModelFiles>();
        builder.Services.AddSingleton(new SiloCapacity(settings.MaximumSessionsOfSilo));
        builder.Services.AddSingleton<ModelVersions>();
        builder.Services.AddSingleton<SiloReport>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ModelVersions>());
        builder.Services.AddSingleton<SessionWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionWriter>());
        builder.Services.AddSingleton<SiloLoadClient>();
        builder.Services.AddSingleton<SiloLoads>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SiloLoads>());
        builder.UseOrleans(silo =>
        {
            silo.AddGrainService<SiloLoadService>();
            silo.AddPlacementDirector<EvenPlacement, EvenPlacementDirector>();
            silo.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOptions.Of(settings));

            // Not in the memory of silos: one that does not reach another could not begin a session then. Entries of
            // silos that died are removed by nobody else.
            silo.UseRedisGrainDirectoryAsDefault(directory =>
            {
                directory.ConfigurationOptions = RedisOptions.Of(settings);
                directory.EntryExpiry = DirectoryExpiry(settings);
            });

            // An entry is never renewed, and asking again needs Redis.
            silo.Configure<GrainDirectoryOptions>(directory =>
                directory.MaximumCacheTTL = DirectoryExpiry(settings));
            silo.AddRedisGrainStorage(SessionWriter.StorageName, redis => redis.Configure<IServiceProvider>(
                (options, services) =>
                {
                    options.ConfigurationOptions = RedisOptions.Of(settings);
                    options.EntryExpiry = settings.StateExpiry;
                    options.DeleteStateOnClear = true;
                    options.GrainStorageSerializer =
                        ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);
                }));
            silo.Configure<ClusterOptions>(cluster => Name(cluster, settings));
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Parse(settings.Address);
                endpoint.SiloPort = settings.SiloPort;
                endpoint.GatewayPort = settings.GatewayPort;
            });
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = settings.ProbeTimeout;
                membership.MaxProbeTimeout = 2 * settings.ProbeTimeout;
                membership.NumMissedProbesLimit = 2;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            });
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionAge = settings.IdleTime;
                collection.CollectionQuantum = settings.IdleTime / 2;
            });
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = settings.ResponseTimeout);
        });
    }

    /// <summary>What callers reach, with its limits; <c>AddDrain</c> tells their calls when to end.</summary>
    public static void AddCalls(this WebApplicationBuilder builder, ClusterSettings settings)
    {
        builder.Services.AddSingleton(new ConcurrencyLimiter(
            new ConcurrencyLimiterOptions { PermitLimit = settings.MaximumCalls }));
        builder.Services.AddSingleton<SessionRelays>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = settings.MaximumMessageBytes);
    }

    /// <summary>A gateway without a silo of its own.</summary>
    public static void AddSiloClient(this WebApplicationBuilder builder, ClusterSettings settings)
    {
        builder.Services.AddSingleton<SiloConnection>();
        builder.Services.AddHealthChecks().AddCheck<SiloHealthCheck>("silos", tags: ["ready"]);
        builder.UseOrleansClient(client =>
        {
            client.AddGatewayCountChangedHandler(
                services => services.GetRequiredService<SiloConnection>().Observe);
            client.AddClusterConnectionLostHandler(services => services.GetRequiredService<SiloConnection>().Lose);
            client.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOptions.Of(settings));
            client.Configure<ClusterOptions>(cluster => Name(cluster, settings));
            client.Configure<GatewayOptions>(gateway =>
                gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.Configure<ClientMessagingOptions>(messaging =>
                messaging.ResponseTimeout = settings.ResponseTimeout);
            client.UseConnectionRetryFilter<WaitForSilos>();
        });
    }

    /// <summary>
    /// How long it is known where a session is, from its activation on. One that is in memory for longer can be
    /// activated a second time.
    /// </summary>
    private static TimeSpan DirectoryExpiry(ClusterSettings settings) => 30 * settings.StateExpiry;

    private static void Name(ClusterOptions cluster, ClusterSettings settings) =>
        (cluster.ClusterId, cluster.ServiceId) = (settings.Name, settings.Name);
}
