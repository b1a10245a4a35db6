namespace FastElman.Training.Search;

/// <summary>
/// The trials that this process has claimed, so that no other runs them: a file for each, which it renews several times
/// in a lease. Takes over the trials of processes that no longer renew theirs. Thread-safe.
/// </summary>
/// <remarks>
/// A claim keeps work from being done twice, and nothing else: a trial gives the same bytes whoever runs it, and each
/// file is replaced whole. So it does no harm where two processes run one trial for a while.
/// </remarks>
internal sealed class TrialClaims : IDisposable
{
    private const int BeatsPerLease = 6;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly Predicate<int> _isFinished;
    private readonly TimeSpan _lease;
    private readonly ClaimWatch _watch;
    private readonly Dictionary<int, (TrialHold Hold, TrialClaim Claim)> _held = [];
    private readonly ITimer _timer;
    private bool _isDisposed;

    /// <param name="folder">The folder of the search.</param>
    /// <param name="isFinished">Whether a trial has a result.</param>
    /// <param name="lease">How long a claim has to stay the same until its process counts as gone.</param>
    /// <param name="time">Measures that.</param>
    public TrialClaims(string folder, Predicate<int> isFinished, TimeSpan lease, TimeProvider time)
    {
        (_folder, _isFinished, _lease) = (folder, isFinished, lease);
        _watch = new ClaimWatch(lease, time);
        var pause = lease / BeatsPerLease;
        _timer = time.CreateTimer(_ => RenewAll(), state: null, pause, pause);
    }

    /// <summary>Claims a trial that nobody holds, or whose holder is gone.</summary>
    /// <returns>
    /// Null where another process, or this one, holds it. Of several that try at the same time, one gets it; where an
    /// expired claim is taken over by one and looked at by another, a third may get it too, and the first finds that
    /// out at its next sign. It may have been finished meanwhile.
    /// </returns>
    /// <exception cref="IOException">No claim can be made, or something else is in its place.</exception>
    /// <exception cref="UnauthorizedAccessException">No claim may be made.</exception>
    /// <exception cref="ObjectDisposedException">Nothing would renew the claim any more.</exception>
    public TrialHold? TryTake(int trial)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var file = FileOf(trial);
            if (_held.ContainsKey(trial) || !IsFree(trial, file))
            {
                return null;
            }

            var claim = TrialClaim.New(_lease);
            if (!file.TryCreate(claim.ToBytes()))
            {
                return null;
            }

            var hold = new TrialHold(trial, this);
            _held.Add(trial, (hold, claim));
            return hold;
        }
    }

    /// <summary>Renews a claim, and finds out whether it is still this process's.</summary>
    /// <exception cref="IOException">That cannot be found out.</exception>
    /// <exception cref="UnauthorizedAccessException">That may not be found out.</exception>
    public bool Renew(TrialHold hold)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(hold.Number, out var held) || held.Hold != hold)
            {
                return false;
            }

            var file = FileOf(hold.Number);
            var next = held.Claim with { Beat = held.Claim.Beat + 1 };
            if (file.TryRewrite(content => IsOf(held.Claim, content), next.ToBytes()) || IsMadeAnew(file))
            {
                _held[hold.Number] = (hold, next);
                return true;
            }

            _held.Remove(hold.Number);
            hold.Lose();
            return false;

            // Somebody has removed it by hand, or has it aside for a moment.
            bool IsMadeAnew(ClaimFile file) =>
                file.Read() is null && !_isFinished(hold.Number) && file.TryCreate(next.ToBytes());
        }
    }

    /// <summary>Lets go of a trial; of one that was lost, nothing happens.</summary>
    public void Release(TrialHold hold)
    {
        lock (_gate)
        {
            // A hold that was lost ends nothing: its trial may have been taken again, under another.
            if (!_held.TryGetValue(hold.Number, out var held) || held.Hold != hold)
            {
                return;
            }

            _held.Remove(hold.Number);

            try
            {
                FileOf(hold.Number).TryRemove(content => IsOf(held.Claim, content), Aside(hold.Number));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It will expire. Why the trial has ended is told elsewhere.
            }
        }
    }

    /// <summary>Stops to renew; what is still held is let go.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var (hold, _) in _held.Values.ToArray())
            {
                hold.Dispose();
            }
        }
    }

    private static bool IsOf(TrialClaim claim, byte[] content) => TrialClaim.TryParse(content)?.Token == claim.Token;

    private ClaimFile FileOf(int trial) =>
        new(Path.Combine(_folder, SearchFileNames.Of(trial, SearchFileNames.Claim)));

    private string Aside(int trial) => Path.Combine(_folder, SearchFileNames.OfExpired(trial));

    /// <summary>Whether there is no claim, or an expired one that this process has removed.</summary>
    private bool IsFree(int trial, ClaimFile file)
    {
        if (file.Read() is not { } content)
        {
            _watch.Forget(trial);
            return true;
        }

        if (!_watch.HasExpired(trial, content))
        {
            return false;
        }

        _watch.Forget(trial);
        return file.TryRemove(found => found.AsSpan().SequenceEqual(content), Aside(trial));
    }

    private void RenewAll()
    {
        lock (_gate)
        {
            foreach (var (hold, _) in _held.Values.ToArray())
            {
                try
                {
                    Renew(hold);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // There is another beat before the lease has run out; and before a result is written, it is asked
                    // for again.
                }
            }
        }
    }
}
