using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Placement;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace FastElman.Samples.SessionCluster.Tests.Placement;

/// <summary>Where sessions are, with several silos and a gateway that has used all its ways to silos.</summary>
[Collection(InProcessSilo.Name)]
public sealed class PlacementTests : IAsyncLifetime
{
    private readonly List<WebApplication> _silos = [];
    private RedisServer? _redis;
    private WebApplication? _gateway;

    private IGrainFactory Grains => _gateway!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>So few that each has a silo soon.</summary>
    private int _buckets = 8;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on this machine.");
        _redis = await RedisServer.StartAsync();
    }

    [Fact]
    public async Task A_silo_that_joins_gets_sessions_of_a_gateway_that_has_been_in_use()
    {
        await AddSiloAsync();
        await BeginAsync(200);
        await AddSiloAsync();
        await AreKnownAsync();

        await BeginAsync(200);

        Assert.Equal(400, Counts().Sum());
        Assert.InRange(Counts()[1], 100, 200);
    }

    [Fact]
    public async Task Sessions_are_where_their_calls_arrive_as_long_as_silos_have_about_as_many()
    {
        _buckets = 1;
        await AddSiloAsync();
        await BeginAsync(10);
        await AddSiloAsync();
        await AreKnownAsync();

        await BeginAsync(6);

        Assert.Equal([16, 0], Counts());
    }

    [Fact]
    public async Task No_session_is_refused_as_long_as_a_silo_has_room()
    {
        await AddSiloAsync(maximum: 40);
        await BeginAsync(40);
        await AddSiloAsync(maximum: 500);
        await AreKnownAsync();

        await BeginAsync(500);

        Assert.Equal([40, 500], Counts());
        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => BeginAsync(1));
        Assert.Equal(SessionProblem.Exhausted, problem.Problem);
    }

    [Fact]
    public async Task A_silo_that_has_not_said_that_it_is_full_may_have_room()
    {
        await AddSiloAsync(maximum: 1);
        await BeginAsync(1);
        await AddSiloAsync();
        await AreKnownAsync();

        // It has not asked yet, which is the same as an answer that comes too late.
        using var loads = ActivatorUtilities.CreateInstance<SiloLoads>(_silos[0].Services);

        Assert.Empty(loads.Others);
        Assert.False(loads.AreAllFull);
    }

    [Fact]
    public async Task A_silo_that_could_not_serve_a_version_gets_no_session_for_a_while()
    {
        _buckets = 1;
        await AddSiloAsync();
        await BeginAsync(1);
        await AddSiloAsync();
        await AreKnownAsync();
        var version = FlightsModel.Bidirectional();
        await _silos[0].Services.GetRequiredService<ModelFiles>().AddAsync(version);

        await Assert.ThrowsAsync<UnservedModelException>(
            () => _silos[0].Services.GetRequiredService<ModelVersions>().GetAsync(version.Fingerprint));
        await BeginAsync(6);

        Assert.Equal([1, 6], Counts());
    }

    [Fact]
    public async Task A_full_silo_takes_a_session_that_began_on_one_that_died_before_its_first_save()
    {
        await AddSiloAsync(maximum: 1);
        await BeginAsync(1);

        var answer = await NewSession().AdvanceAsync(First(FlightsModel.Compiled.Model.Fingerprint));

        Assert.Equal(AnswerKind.Taken, answer.Kind);
    }

    /// <summary>With one bucket all calls of a gateway arrive at one silo.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    public async Task Relays_take_calls_from_where_they_arrive_to_the_silo_of_the_session(int buckets, int silos)
    {
        _buckets = buckets;
        await AddSiloAsync();
        await AddSiloAsync();
        await AreKnownAsync();
        await StartGatewayAsync();
        var (session, relays) = (NewSession(), new SessionRelays(Grains));
        var first = await session.AdvanceAsync(First());

        var answers = new List<SessionAnswer>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await relays.Next().AdvanceAsync(session, First()));
        }

        Assert.Equal(1, Counts().Sum());
        Assert.All(answers, answer => Assert.Equal((AnswerKind.Taken, 1), (answer.Kind, answer.Next)));
        Assert.All(answers, answer => Assert.Equal(first.Model, answer.Model));
        var relayed = _silos.Select(silo => silo.Services.GetRequiredService<RelayCalls>().Count).ToArray();
        Assert.Equal((20, silos), (relayed.Sum(), relayed.Count(count => count > 0)));
        await relays.Next().CloseAsync(session);
        Assert.Equal(0, Counts().Sum());
    }

    [Fact]
    public async Task A_session_that_begins_through_a_relay_is_placed_as_others_are()
    {
        await AddSiloAsync(maximum: 1);
        await BeginAsync(1);
        await AddSiloAsync();
        await AreKnownAsync();
        var relays = new SessionRelays(Grains);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(AnswerKind.Taken, (await relays.Next().AdvanceAsync(NewSession(), First())).Kind);
        }

        Assert.Equal([1, 10], Counts());
    }

    [Fact]
    public async Task A_relay_tells_what_went_wrong_as_the_session_does()
    {
        await AddSiloAsync();
        await StartGatewayAsync();
        var (session, nothing) = (NewSession(), First(model: new('0', 32)));

        var straight = await Assert.ThrowsAnyAsync<Exception>(() => session.AdvanceAsync(nothing));
        var relayed = await Assert.ThrowsAnyAsync<Exception>(
            () => new SessionRelays(Grains).Next().AdvanceAsync(session, nothing));

        Assert.Equal((straight.GetType(), straight.Message), (relayed.GetType(), relayed.Message));
        Assert.IsNotType<TimeoutException>(relayed);
    }

    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task AddSiloAsync(int maximum = 1000) => _silos.Add(await FreePort.StartAsync(
        () => SiloApplication.StartAsync(
            _redis!.Configuration,
            new() { ["Cluster:MaximumSessionsOfSilo"] = $"{maximum}" },
            services => services.AddSingleton<RelayCalls>()
                .AddSingleton<IIncomingGrainCallFilter>(silo => silo.GetRequiredService<RelayCalls>()))));

    private Task AreKnownAsync() => Eventually.IsTrueAsync(
        () => _silos.All(silo => silo.Services.GetRequiredService<SiloLoads>().Others.Count() == _silos.Count - 1),
        "silos know how full the others are");

    private int[] Counts() =>
        [.. _silos.Select(silo => silo.Services.GetRequiredService<ModelVersions>().SessionCount)];

    private static SessionPieces First(string? model = null) =>
        new() { First = 0, Pieces = [new Piece("from", false)], Model = model };

    private ILiveSession NewSession() => Grains.GetGrain<ILiveSession>(Guid.NewGuid().ToString("N"));

    private async Task StartGatewayAsync() =>
        _gateway ??= await SiloApplication.StartGatewayAsync(_redis!.Configuration, _buckets);

    /// <summary>Begins sessions, some at once.</summary>
    private async Task BeginAsync(int count)
    {
        await StartGatewayAsync();
        var relays = new SessionRelays(Grains);
        var meter = _gateway!.Services.GetRequiredService<ClusterMeter>();
        foreach (var some in Enumerable.Range(0, count).Chunk(10))
        {
            await Task.WhenAll(some.Select(number => new SessionRoute(
                number,
                () => new SessionWay(NewSession(), relays.Next, TimeSpan.FromSeconds(1)),
                new ClusterSettings(),
                meter,
                NullLogger.Instance).AdvanceAsync([new Piece("from", false)], TestContext.Current.CancellationToken)));
        }
    }

    /// <summary>How many calls the relays of a silo have had.</summary>
    private sealed class RelayCalls : IIncomingGrainCallFilter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is SessionRelay)
            {
                Interlocked.Increment(ref _count);
            }

            return context.Invoke();
        }
    }
}
