using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>
/// The writer as it runs in a silo: nobody saves by hand. Storage fails for a while, and works again.
/// </summary>
public sealed class WriteBehindTests : IAsyncLifetime
{
    private readonly SavedSessions _sessions = new(new() { SaveInterval = TimeSpan.FromMilliseconds(10) });

    public async ValueTask InitializeAsync() => await _sessions.Writer.StartAsync(CancellationToken.None);

    [Fact]
    public async Task Everything_is_saved_once_when_storage_works_again()
    {
        _sessions.Storage.IsDown = true;
        LiveSession[] sessions =
        [
            await _sessions.OpenAsync("a"), await _sessions.OpenAsync("b"), await _sessions.OpenAsync("c"),
        ];
        foreach (var session in sessions)
        {
            await AdvanceAsync(session);
        }

        await FailAsync(times: 6);
        await AdvanceAsync(sessions[1]);
        await FailAsync(times: 6);

        _sessions.Storage.IsDown = false;
        await AreSavedAsync(sessions);

        Assert.Equal([1], _sessions.Storage.WrittenOf(sessions[0].Id));
        Assert.Equal([2], _sessions.Storage.WrittenOf(sessions[1].Id));
        Assert.Equal([1], _sessions.Storage.WrittenOf(sessions[2].Id));
    }

    [Fact]
    public async Task Nothing_is_written_with_an_older_state_while_storage_comes_and_goes()
    {
        var session = await _sessions.OpenAsync("s");
        for (var i = 0; i < 60; i++)
        {
            _sessions.Storage.IsReadOnly = i % 3 == 1;
            _sessions.Storage.IsUnreadable = i % 4 == 1;
            _sessions.Storage.LoseAnswers(i % 5 == 1 ? 1 : 0);
            await AdvanceAsync(session);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _sessions.Storage.LoseAnswers(0);
        _sessions.Storage.IsDown = false;
        await AreSavedAsync(session);

        var written = _sessions.Storage.WrittenOf(session.Id);
        Assert.Equal(written.Distinct().Order(), written);
        Assert.Equal(60, written[^1]);
        Assert.True(_sessions.Storage.FailureCount > 0, "Storage was never away.");
    }

    [Fact]
    public async Task A_state_that_was_written_though_its_answer_got_lost_is_not_written_again()
    {
        _sessions.Storage.LoseAnswers(1);
        var session = await _sessions.OpenAsync("s");
        await AdvanceAsync(session);

        await AreSavedAsync(session);

        Assert.Equal([1], _sessions.Storage.WrittenOf(session.Id));
        Assert.Equal(1, _sessions.Storage.FailureCount);
    }

    [Fact]
    public async Task What_came_while_an_answer_got_lost_is_written_too()
    {
        var session = await _sessions.OpenAsync("s");
        _sessions.Storage.HoldWrites(session.Id);
        await AdvanceAsync(session);
        await Eventually.IsTrueAsync(() => _sessions.Storage.IsHeld, "a write");
        await AdvanceAsync(session);
        _sessions.Storage.LoseAnswers(1);

        _sessions.Storage.ReleaseWrites();
        await AreSavedAsync(session);

        Assert.Equal([1, 2], _sessions.Storage.WrittenOf(session.Id));
    }

    [Fact]
    public async Task An_older_state_of_another_silo_is_replaced_once_it_can_be_read()
    {
        var session = await _sessions.OpenAsync("s");
        _sessions.Storage.Put(session.Id, new SessionRecord { Next = 1, Model = _sessions.Engine.Fingerprint });
        _sessions.Storage.IsUnreadable = true;
        await AdvanceAsync(session, count: 3);
        await FailAsync(times: 2);

        _sessions.Storage.IsUnreadable = false;
        await AreSavedAsync(session);

        Assert.Equal([3], _sessions.Storage.WrittenOf(session.Id));
        Assert.False(session.IsStale);
    }

    public async ValueTask DisposeAsync()
    {
        await _sessions.Writer.StopAsync(CancellationToken.None);
        _sessions.Dispose();
    }

    private Task FailAsync(int times)
    {
        var before = _sessions.Storage.FailureCount;
        return Eventually.IsTrueAsync(() => _sessions.Storage.FailureCount >= before + times, $"{times} failures");
    }

    private static Task AreSavedAsync(params LiveSession[] sessions) =>
        Eventually.IsTrueAsync(() => sessions.All(session => session.Saved == session.Next), "everything is saved");

    /// <summary>A session gets words, as its grain does it.</summary>
    private async Task AdvanceAsync(LiveSession session, int count = 1)
    {
        await SavedSessions.AdvanceAsync(session, [.. Enumerable.Repeat("flights", count)]);
        _sessions.Writer.Add(session);
    }
}
