using FastElman.Fixtures;
using FastElman.Training.Search;
using Microsoft.Extensions.Time.Testing;

namespace FastElman.Training.Tests.Search;

/// <summary>
/// Who runs a trial, where several processes share a folder. The clock of each stands until it is moved.
/// </summary>
public sealed class TrialClaimsTests : IDisposable
{
    private const int Trial = 3;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeTimeProvider _timeOfHolder = new();
    private readonly TrialClaims _holder;
    private bool _isFinished;

    public TrialClaimsTests() => _holder = Claims(_timeOfHolder);

    public void Dispose()
    {
        _holder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_trial_is_claimed_once_until_it_is_let_go()
    {
        using var other = Claims(_time);
        var hold = _holder.TryTake(Trial)!;

        Assert.Null(_holder.TryTake(Trial));
        Assert.Null(other.TryTake(Trial));
        Assert.NotNull(other.TryTake(Trial + 1));

        hold.Dispose();
        using var next = other.TryTake(Trial);
        Assert.NotNull(next);
        Assert.False(_holder.Renew(hold));
    }

    [Fact]
    public void At_its_end_a_process_lets_go_of_all_and_claims_nothing_any_more()
    {
        var claims = Claims(_time);
        var hold = claims.TryTake(Trial)!;

        claims.Dispose();

        Assert.Empty(Entries());
        Assert.False(claims.Renew(hold));
        Assert.Throws<ObjectDisposedException>(() => claims.TryTake(Trial));
        Assert.Empty(Entries());
    }

    [Fact]
    public void Many_that_try_at_the_same_time_get_one_claim()
    {
        TrialClaims[] all = [.. Enumerable.Range(0, 8).Select(_ => Claims(_time))];

        for (var trial = 1; trial <= 50; trial++)
        {
            Assert.Single(AtOnce(all, trial));
        }

        Array.ForEach(all, each => each.Dispose());
        Assert.Empty(Entries());
    }

    [Fact]
    public void A_holder_that_gives_signs_keeps_its_trial_for_ever()
    {
        using var other = Claims(_time);
        using var hold = _holder.TryTake(Trial)!;

        for (var i = 0; i < 50; i++)
        {
            Assert.Null(other.TryTake(Trial));
            _time.Advance(Lease / 3);
            _timeOfHolder.Advance(Lease / 3);
        }

        Assert.False(hold.Lost.IsCancellationRequested);
    }

    [Fact]
    public void The_trial_of_a_holder_that_is_gone_is_taken_over_by_exactly_one()
    {
        TrialClaims[] all = [.. Enumerable.Range(0, 8).Select(_ => Claims(_time))];
        for (var trial = 1; trial <= 20; trial++)
        {
            var hold = _holder.TryTake(trial)!;

            Assert.Empty(AtOnce(all, trial));
            _time.Advance(0.7 * Lease);
            Assert.Empty(AtOnce(all, trial));
            _time.Advance(0.4 * Lease);

            // Two may get it where a third puts back what it had aside: the first of them finds out at its next sign.
            Assert.Single(AtOnce(all, trial), taken => all.Any(each => each.Renew(taken)));

            Assert.False(_holder.Renew(hold));
            Assert.True(hold.Lost.IsCancellationRequested);
        }

        Array.ForEach(all, each => each.Dispose());
        Assert.Empty(Entries());
    }

    [Fact]
    public void A_holder_that_wakes_up_notices_at_its_next_sign_and_removes_nothing()
    {
        using var other = Claims(_time);
        var hold = _holder.TryTake(Trial)!;
        var next = TakeOver(other);
        var claim = File.ReadAllText(ClaimFile);

        _timeOfHolder.Advance(Lease / 6);

        Assert.True(hold.Lost.IsCancellationRequested);
        hold.Dispose();
        Assert.Equal(claim, File.ReadAllText(ClaimFile));
        Assert.True(other.Renew(next));
    }

    /// <summary>As where a whole job is suspended: nobody gives signs, and nobody else's are missed.</summary>
    [Fact]
    public void Processes_that_were_stopped_together_take_nothing_from_each_other()
    {
        using var other = Claims(_time);
        using var hold = _holder.TryTake(Trial)!;
        Assert.Null(other.TryTake(Trial));

        _time.Advance(100 * Lease);
        Assert.Null(other.TryTake(Trial));
        _timeOfHolder.Advance(Lease / 6);
        _time.Advance(Lease / 6);

        Assert.Null(other.TryTake(Trial));
    }

    [Fact]
    public void The_longer_one_of_two_leases_counts()
    {
        using var hasty = Claims(_time, Lease / 10);
        _holder.TryTake(Trial);

        Assert.Null(hasty.TryTake(Trial));
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Lease / 6);
            Assert.Null(hasty.TryTake(Trial));
        }

        _time.Advance(Lease / 6);
        Assert.NotNull(hasty.TryTake(Trial));
    }

    [Fact]
    public void A_claim_that_somebody_has_removed_is_made_anew()
    {
        using var hold = _holder.TryTake(Trial)!;
        File.Delete(ClaimFile);

        _timeOfHolder.Advance(Lease / 6);

        Assert.True(File.Exists(ClaimFile));
        Assert.True(_holder.Renew(hold));
    }

    [Fact]
    public void The_claim_of_a_trial_that_another_has_finished_is_not_made_anew()
    {
        var hold = _holder.TryTake(Trial)!;
        File.Delete(ClaimFile);
        _isFinished = true;

        Assert.False(_holder.Renew(hold));
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("precious")]
    [InlineData("{\"machine\":\"a\",\"process\":1,\"token\":\"b\",\"leaseMilliseconds\":-1,\"beat\":0}")]
    [InlineData("{\"machine\":null,\"process\":1,\"token\":\"b\",\"leaseMilliseconds\":1e99,\"beat\":0}")]
    public void A_claim_that_says_nothing_expires_as_any(string content)
    {
        _folder.Write(Path.GetFileName(ClaimFile), content);
        using var other = Claims(_time);

        using var hold = TakeOver(other);

        Assert.True(other.Renew(hold));
    }

    [Fact]
    public void A_claim_of_any_length_is_read_in_part()
    {
        _folder.Write(Path.GetFileName(ClaimFile), new string('a', 1 << 20));
        using var other = Claims(_time);

        using var hold = TakeOver(other);

        Assert.True(other.Renew(hold));
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Directory.CreateDirectory(ClaimFile);

        Assert.Contains(
            "trial-0003.claim: a folder is where",
            Assert.Throws<IOException>(() => _holder.TryTake(Trial)).Message,
            StringComparison.Ordinal);
        Assert.True(Directory.Exists(ClaimFile));
    }

    /// <summary>To open it would wait for who writes into it.</summary>
    [Fact]
    public void A_pipe_is_refused()
    {
        UnixTool.Run("mkfifo", ClaimFile);

        Assert.Contains(
            "trial-0003.claim: a pipe is where",
            Assert.Throws<IOException>(() => _holder.TryTake(Trial)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_refused_and_neither_followed_nor_removed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        var mine = _folder.Write("mine", "precious");
        File.CreateSymbolicLink(ClaimFile, mine);

        Assert.Contains(
            "trial-0003.claim: a link is where",
            Assert.Throws<IOException>(() => _holder.TryTake(Trial)).Message,
            StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(mine));
        Assert.NotNull(new FileInfo(ClaimFile).LinkTarget);
    }

    private string ClaimFile => _folder.File("trial-0003.claim");

    private TrialClaims Claims(TimeProvider time, TimeSpan? lease = null) =>
        new(_folder.Path, _ => _isFinished, lease ?? Lease, time);

    private TrialHold TakeOver(TrialClaims other)
    {
        Assert.Null(other.TryTake(Trial));
        _time.Advance(0.7 * Lease);
        Assert.Null(other.TryTake(Trial));
        _time.Advance(0.7 * Lease);
        return other.TryTake(Trial)!;
    }

    private string[] Entries() => Directory.GetFileSystemEntries(_folder.Path);

    /// <summary>Lets all try at the same moment.</summary>
    /// <returns>The claims that they get.</returns>
    private static TrialHold[] AtOnce(TrialClaims[] all, int trial)
    {
        var holds = new TrialHold?[all.Length];
        using var start = new Barrier(all.Length);
        Thread[] threads =
        [
            .. all.Select((claims, i) => new Thread(() =>
            {
                start.SignalAndWait();
                holds[i] = claims.TryTake(trial);
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return [.. holds.OfType<TrialHold>()];
    }
}
