using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>
/// A silo within this process, with real grains. Redis has its models; states are in storage that fails when it is told
/// to, and are written when a test asks for it or a session waits. One for all tests of the collection, one at a time.
/// </summary>
[CollectionDefinition(Name)]
public sealed class InProcessSilo : IAsyncLifetime, ICollectionFixture<InProcessSilo>
{
    public const string Name = "silo";

    public const int MaximumUnsavedPieces = 8, MaximumWords = 50;

    /// <summary>How long a session may take to come into memory.</summary>
    public static readonly TimeSpan ActivationTimeout = TimeSpan.FromSeconds(4);

    private RedisServer? _redis;
    private WebApplication? _application;

    internal MemoryStorage Storage { get; } = new();

    private IServiceProvider Services => _application!.Services;

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.IsInstalled)
        {
            _redis = await RedisServer.StartAsync();
            _application = await FreePort.StartAsync(StartAsync);
        }
    }

    /// <summary>Skips a test that cannot have a silo.</summary>
    public void Require() => Assert.SkipWhen(_application is null, "There is no redis-server on this machine.");

    /// <summary>A session that nobody has used.</summary>
    internal ILiveSession NewSession() =>
        Services.GetRequiredService<IGrainFactory>().GetGrain<ILiveSession>(Guid.NewGuid().ToString("N"));

    /// <summary>What storage has of a session.</summary>
    internal SessionRecord? Stored(ILiveSession session) => Storage[session.GetGrainId()];

    /// <summary>Puts a model where silos find it.</summary>
    internal Task AddAsync(ElmanModel model) => Services.GetRequiredService<ModelFiles>().AddAsync(model);

    /// <summary>Redis forgets a model; it has the table of silos besides.</summary>
    internal async Task ForgetFileAsync(string fingerprint) => Assert.True(
        await (await Services.GetRequiredService<RedisConnection>().GetAsync())
            .KeyDeleteAsync($"fastelman/model/{fingerprint}"));

    /// <summary>How long Redis keeps a model.</summary>
    internal async Task<TimeSpan?> ExpiryAsync(string fingerprint) =>
        await (await Services.GetRequiredService<RedisConnection>().GetAsync())
            .KeyTimeToLiveAsync($"fastelman/model/{fingerprint}");

    /// <summary>Lets Redis forget a model soon.</summary>
    internal async Task ExpireAsync(string fingerprint, TimeSpan after) => Assert.True(
        await (await Services.GetRequiredService<RedisConnection>().GetAsync())
            .KeyExpireAsync($"fastelman/model/{fingerprint}", after));

    /// <summary>A model as another silo finds it.</summary>
    internal Task<ElmanModel> FindAsync(string fingerprint) =>
        Services.GetRequiredService<ModelFiles>().GetAsync(fingerprint);

    /// <summary>The versions of the silo.</summary>
    internal ModelVersions Versions => Services.GetRequiredService<ModelVersions>();

    /// <summary>Saves now what has changed.</summary>
    internal void Save() => Services.GetRequiredService<SessionWriter>().Hurry();

    /// <summary>Saves a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="next">How many pieces it has taken.</param>
    internal Task SaveAsync(ILiveSession session, long next) => Eventually.IsTrueAsync(
        () =>
        {
            Save();
            return Stored(session)?.Next == next;
        },
        $"the session is saved at piece {next}");

    /// <summary>Asks a session to leave the memory, as for want of words.</summary>
    internal static ValueTask LeaveAsync(ILiveSession session) =>
        session.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Takes a session out of memory, as for want of words; it is saved before.</summary>
    internal async Task DeactivateAsync(ILiveSession session)
    {
        var before = SessionCount();
        await LeaveAsync(session);
        await Eventually.IsTrueAsync(() => SessionCount() < before, "the session leaves the memory");
    }

    /// <summary>Takes a session out of memory, as when its silo is killed: what is unsaved is gone.</summary>
    internal async Task LoseAsync(ILiveSession session)
    {
        Storage.IsReadOnly = true;
        await DeactivateAsync(session);
        Storage.IsReadOnly = false;
    }

    public async ValueTask DisposeAsync()
    {
        await (_application?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    internal int SessionCount() => Versions.SessionCount;

    private Task<WebApplication> StartAsync() => SiloApplication.StartAsync(
        _redis!.Configuration,
        new()
        {
            ["Cluster:SaveInterval"] = "00:10:00",
            ["Cluster:MaximumUnsavedPieces"] = $"{MaximumUnsavedPieces}",
            ["Cluster:MaximumWords"] = $"{MaximumWords}",
        },

        // The last one of a type counts.
        services => services.Configure<GrainCollectionOptions>(
            collection => collection.ActivationTimeout = ActivationTimeout).AddSingleton(provider => new SessionWriter(
            Storage,
            provider.GetRequiredService<ModelVersions>(),
            provider.GetRequiredService<ClusterMeter>(),
            provider.GetRequiredService<IOptions<ClusterSettings>>(),
            provider.GetRequiredService<ILogger<SessionWriter>>())));
}
