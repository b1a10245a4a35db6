using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>Saves, with storage that fails, forgets, or has what another silo wrote.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly SavedSessions _sessions = new(new());

    [Fact]
    public async Task What_was_saved_is_read_again()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights", "from", "oslo");

        await _sessions.Writer.SaveAsync([session]);
        var read = await _sessions.Writer.ReadAsync(session.Id);

        Assert.True(read.RecordExists);
        Assert.Equal((3, 3), (read.State!.Next, session.Saved));
        Assert.Equal(FlightsModel.Compiled.Model.Fingerprint, read.State.Model);
    }

    [Fact]
    public async Task What_cannot_be_saved_stays_unsaved_until_it_can()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights");
        _sessions.Storage.IsDown = true;
        await _sessions.Writer.SaveAsync([session]);
        Assert.Equal(0, session.Saved);

        _sessions.Storage.IsDown = false;
        await _sessions.Writer.SaveAsync([session]);

        Assert.Equal(1, session.Saved);
    }

    [Fact]
    public async Task What_storage_has_forgotten_is_written_again()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights");
        await _sessions.Writer.SaveAsync([session]);
        _sessions.Storage.Forget();

        await SavedSessions.AdvanceAsync(session, "to");
        await _sessions.Writer.SaveAsync([session]);
        await _sessions.Writer.SaveAsync([session]);

        Assert.Equal(2, _sessions.Storage[session.Id]!.Next);
        Assert.False(session.IsStale);
    }

    [Fact]
    public async Task A_session_that_is_behind_another_silo_writes_nothing_and_is_told_so()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights");
        _sessions.Storage.Put(session.Id, new SessionRecord { Next = 5, Model = _sessions.Engine.Fingerprint });

        await _sessions.Writer.SaveAsync([session]);

        Assert.True(session.IsStale);
        Assert.Equal(5, _sessions.Storage[session.Id]!.Next);
    }

    [Fact]
    public async Task A_session_that_began_elsewhere_with_another_model_writes_nothing_and_is_told_so()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights");
        _sessions.Storage.Put(session.Id, new SessionRecord { Next = 1, Model = "another" });

        await _sessions.Writer.SaveAsync([session]);

        Assert.True(session.IsStale);
        Assert.Equal("another", _sessions.Storage[session.Id]!.Model);
    }

    [Fact]
    public async Task A_session_that_is_ahead_of_another_silo_is_written()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights", "to", "oslo");
        _sessions.Storage.Put(session.Id, new SessionRecord { Next = 1, Model = _sessions.Engine.Fingerprint });

        await _sessions.Writer.SaveAsync([session]);
        await _sessions.Writer.SaveAsync([session]);

        Assert.False(session.IsStale);
        Assert.Equal((3, 3), (_sessions.Storage[session.Id]!.Next, session.Saved));
    }

    [Fact]
    public async Task A_session_that_ended_is_forgotten()
    {
        var session = await _sessions.OpenAsync();
        await SavedSessions.AdvanceAsync(session, "flights");
        await _sessions.Writer.SaveAsync([session]);

        await _sessions.Engine.CloseAsync(session);
        await _sessions.Writer.ForgetAsync(session);
        await _sessions.Writer.SaveAsync([session]);

        Assert.Null(_sessions.Storage[session.Id]);
    }

    [Fact]
    public async Task Changed_sessions_are_saved_together_a_little_later()
    {
        LiveSession[] sessions = [await _sessions.OpenAsync("a"), await _sessions.OpenAsync("b")];
        await _sessions.Writer.StartAsync(TestContext.Current.CancellationToken);
        foreach (var session in sessions)
        {
            await SavedSessions.AdvanceAsync(session, "flights");
            _sessions.Writer.Add(session);
        }

        _sessions.Writer.Hurry();
        await Eventually.IsTrueAsync(() => sessions.All(session => session.Saved == 1), "all are saved");
        await _sessions.Writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.All(sessions, session => Assert.Equal(1, _sessions.Storage[session.Id]!.Next));
    }

    public void Dispose() => _sessions.Dispose();
}
