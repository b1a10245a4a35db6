using System.Diagnostics.Metrics;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>
/// The writer as it runs in a silo: nobody saves by hand. Storage fails for a while, and works again.
/// </summary>
public sealed class WriteBehindTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MemoryStorage _storage = new();
    private readonly ClusterMeter _meter;
    private readonly SessionWriter _writer;
    private readonly SessionEngine _engine = new(FlightsModel.Compiled, new SiloCapacity(10));

    public WriteBehindTests()
    {
        var settings = Options.Create(new ClusterSettings { SaveInterval = TimeSpan.FromMilliseconds(10) });
        var noModels = new ModelVersions(
            null!, null!, Options.Create(new FastElman.Extensions.Hosting.FastElmanSettings()), settings,
            NullLogger<ModelVersions>.Instance);
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        _writer = new SessionWriter(_storage, noModels, _meter, settings, NullLogger<SessionWriter>.Instance);
    }

    public async ValueTask InitializeAsync() => await _writer.StartAsync(CancellationToken.None);

    [Fact]
    public async Task Everything_is_saved_once_when_storage_works_again()
    {
        _storage.IsDown = true;
        LiveSession[] sessions = [await OpenAsync("a"), await OpenAsync("b"), await OpenAsync("c")];
        foreach (var session in sessions)
        {
            await AdvanceAsync(session);
        }

        await FailAsync(times: 6);
        await AdvanceAsync(sessions[1]);
        await FailAsync(times: 6);

        _storage.IsDown = false;
        await AreSavedAsync(sessions);

        Assert.Equal([1], _storage.WrittenOf(sessions[0].Id));
        Assert.Equal([2], _storage.WrittenOf(sessions[1].Id));
        Assert.Equal([1], _storage.WrittenOf(sessions[2].Id));
    }

    [Fact]
    public async Task Nothing_is_written_with_an_older_state_while_storage_comes_and_goes()
    {
        var session = await OpenAsync("s");
        for (var i = 0; i < 60; i++)
        {
            _storage.IsReadOnly = i % 3 == 1;
            _storage.IsUnreadable = i % 4 == 1;
            _storage.LoseAnswers(i % 5 == 1 ? 1 : 0);
            await AdvanceAsync(session);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _storage.LoseAnswers(0);
        _storage.IsDown = false;
        await AreSavedAsync(session);

        var written = _storage.WrittenOf(session.Id);
        Assert.Equal(written.Distinct().Order(), written);
        Assert.Equal(60, written[^1]);
        Assert.True(_storage.FailureCount > 0, "Storage was never away.");
    }

    [Fact]
    public async Task A_state_that_was_written_though_its_answer_got_lost_is_not_written_again()
    {
        _storage.LoseAnswers(1);
        var session = await OpenAsync("s");
        await AdvanceAsync(session);

        await AreSavedAsync(session);

        Assert.Equal([1], _storage.WrittenOf(session.Id));
        Assert.Equal(1, _storage.FailureCount);
    }

    [Fact]
    public async Task What_came_while_an_answer_got_lost_is_written_too()
    {
        var session = await OpenAsync("s");
        _storage.HoldWrites(session.Id);
        await AdvanceAsync(session);
        await Eventually.IsTrueAsync(() => _storage.IsHeld, "a write");
        await AdvanceAsync(session);
        _storage.LoseAnswers(1);

        _storage.ReleaseWrites();
        await AreSavedAsync(session);

        Assert.Equal([1, 2], _storage.WrittenOf(session.Id));
    }

    [Fact]
    public async Task An_older_state_of_another_silo_is_replaced_once_it_can_be_read()
    {
        var session = await OpenAsync("s");
        _storage.Put(session.Id, new SessionRecord { Next = 1, Model = _engine.Fingerprint });
        _storage.IsUnreadable = true;
        await AdvanceAsync(session, count: 3);
        await FailAsync(times: 2);

        _storage.IsUnreadable = false;
        await AreSavedAsync(session);

        Assert.Equal([3], _storage.WrittenOf(session.Id));
        Assert.False(session.IsStale);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        _meter.Dispose();
        await _services.DisposeAsync();
    }

    private Task FailAsync(int times)
    {
        var before = _storage.FailureCount;
        return Eventually.IsTrueAsync(() => _storage.FailureCount >= before + times, $"{times} failures");
    }

    private static Task AreSavedAsync(params LiveSession[] sessions) =>
        Eventually.IsTrueAsync(() => sessions.All(session => session.Saved == session.Next), "everything is saved");

    private async Task<LiveSession> OpenAsync(string name) =>
        (await _engine.BeginAsync(GrainId.Create("session", name), new SessionRecord()))!;

    /// <summary>A session gets words, as its grain does it.</summary>
    private async Task AdvanceAsync(LiveSession session, int count = 1)
    {
        Piece[] pieces = [.. Enumerable.Repeat(new Piece("flights", false), count)];
        var words = PieceReader.Read(session.Engine.Model, pieces, session.WordCount, 1000, out _);
        await session.Engine.AdvanceAsync(
            new PiecesWork(session, new SessionPieces { First = session.Next, Pieces = pieces }, words!));
        _writer.Add(session);
    }
}
