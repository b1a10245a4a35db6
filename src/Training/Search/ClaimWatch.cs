namespace FastElman.Training.Search;

/// <summary>
/// Tells which claims of other processes have expired: those that have stayed the same for their lease, by the clock of
/// this process. No clock of another machine is read. Not synchronised.
/// </summary>
internal sealed class ClaimWatch(TimeSpan lease, TimeProvider time)
{
    /// <summary>
    /// The largest part of a lease that the time between two looks counts for: where all processes were stopped
    /// together, the holder gets the time to go on before it counts as gone.
    /// </summary>
    private const double LargestShare = 0.75;

    /// <summary>No claim may ask for more.</summary>
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    private readonly Dictionary<int, (byte[] Content, long LastLook, TimeSpan Watched)> _seen = [];

    /// <summary>Looks at a claim.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="content">What its claim says now.</param>
    /// <returns>Whether it has expired.</returns>
    public bool HasExpired(int trial, byte[] content)
    {
        var now = time.GetTimestamp();
        if (!_seen.TryGetValue(trial, out var seen) || !seen.Content.AsSpan().SequenceEqual(content))
        {
            _seen[trial] = (content, now, TimeSpan.Zero);
            return false;
        }

        var limit = LeaseOf(content);
        var most = LargestShare * limit;
        var passed = time.GetElapsedTime(seen.LastLook, now);
        var watched = seen.Watched + (passed < most ? passed : most);
        _seen[trial] = (content, now, watched);
        return watched >= limit;
    }

    public void Forget(int trial) => _seen.Remove(trial);

    /// <summary>The holder's lease, or this process's where that is longer or nothing can be read.</summary>
    private TimeSpan LeaseOf(byte[] content)
    {
        var claimed = TrialClaim.TryParse(content) is { LeaseMilliseconds: > 0 and var milliseconds }
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestLease.TotalMilliseconds))
            : TimeSpan.Zero;
        return claimed > lease ? claimed : lease;
    }
}
