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

/// <summary>Saves, with storage that fails, forgets, or has what another silo wrote.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MemoryStorage _storage = new();
    private readonly ClusterMeter _meter;
    private readonly SessionWriter _writer;
    private readonly SessionEngine _engine = new(FlightsModel.Compiled, new SiloCapacity(10));

    public WriterTests()
    {
        var settings = Options.Create(new ClusterSettings());
        var noModels = new ModelVersions(
            null!, null!, Options.Create(new FastElman.Extensions.Hosting.FastElmanSettings()), settings,
            NullLogger<ModelVersions>.Instance);
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        _writer = new SessionWriter(_storage, noModels, _meter, settings, NullLogger<SessionWriter>.Instance);
    }

    [Fact]
    public async Task What_was_saved_is_read_again()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights", "from", "oslo");

        await _writer.SaveAsync([session]);
        var read = await _writer.ReadAsync(session.Id);

        Assert.True(read.RecordExists);
        Assert.Equal((3, 3), (read.State!.Next, session.Saved));
        Assert.Equal(FlightsModel.Compiled.Model.Fingerprint, read.State.Model);
    }

    [Fact]
    public async Task What_cannot_be_saved_stays_unsaved_until_it_can()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights");
        _storage.IsDown = true;
        await _writer.SaveAsync([session]);
        Assert.Equal(0, session.Saved);

        _storage.IsDown = false;
        await _writer.SaveAsync([session]);

        Assert.Equal(1, session.Saved);
    }

    [Fact]
    public async Task What_storage_has_forgotten_is_written_again()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights");
        await _writer.SaveAsync([session]);
        _storage.Forget();

        await AdvanceAsync(session, "to");
        await _writer.SaveAsync([session]);
        await _writer.SaveAsync([session]);

        Assert.Equal(2, _storage[session.Id]!.Next);
        Assert.False(session.IsStale);
    }

    [Fact]
    public async Task A_session_that_is_behind_another_silo_writes_nothing_and_is_told_so()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights");
        _storage.Put(session.Id, new SessionRecord { Next = 5, Model = _engine.Fingerprint });

        await _writer.SaveAsync([session]);

        Assert.True(session.IsStale);
        Assert.Equal(5, _storage[session.Id]!.Next);
    }

    [Fact]
    public async Task A_session_that_began_elsewhere_with_another_model_writes_nothing_and_is_told_so()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights");
        _storage.Put(session.Id, new SessionRecord { Next = 1, Model = "another" });

        await _writer.SaveAsync([session]);

        Assert.True(session.IsStale);
        Assert.Equal("another", _storage[session.Id]!.Model);
    }

    [Fact]
    public async Task A_session_that_is_ahead_of_another_silo_is_written()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights", "to", "oslo");
        _storage.Put(session.Id, new SessionRecord { Next = 1, Model = _engine.Fingerprint });

        await _writer.SaveAsync([session]);
        await _writer.SaveAsync([session]);

        Assert.False(session.IsStale);
        Assert.Equal((3, 3), (_storage[session.Id]!.Next, session.Saved));
    }

    [Fact]
    public async Task A_session_that_ended_is_forgotten()
    {
        var session = await OpenAsync();
        await AdvanceAsync(session, "flights");
        await _writer.SaveAsync([session]);

        await _engine.CloseAsync(session);
        await _writer.ForgetAsync(session);
        await _writer.SaveAsync([session]);

        Assert.Null(_storage[session.Id]);
    }

    [Fact]
    public async Task Changed_sessions_are_saved_together_a_little_later()
    {
        LiveSession[] sessions = [await OpenAsync("a"), await OpenAsync("b")];
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        foreach (var session in sessions)
        {
            await AdvanceAsync(session, "flights");
            _writer.Add(session);
        }

        _writer.Hurry();
        await Eventually.IsTrueAsync(() => sessions.All(session => session.Saved == 1), "all are saved");
        await _writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.All(sessions, session => Assert.Equal(1, _storage[session.Id]!.Next));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    private async Task<LiveSession> OpenAsync(string name = "s") =>
        (await _engine.BeginAsync(GrainId.Create("session", name), new SessionRecord()))!;

    private static Task<WordLabel[]> AdvanceAsync(LiveSession session, params string[] texts)
    {
        Piece[] pieces = [.. texts.Select(text => new Piece(text, false))];
        var words = PieceReader.Read(session.Engine.Model, pieces, session.WordCount, 1000, out _);
        return session.Engine.AdvanceAsync(
            new PiecesWork(session, new SessionPieces { First = session.Next, Pieces = pieces }, words!));
    }
}
