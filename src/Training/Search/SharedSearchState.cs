namespace FastElman.Training.Search;

/// <summary>
/// The state of a search that several processes do together in one folder. The folder decides: this process claims what
/// nobody has completed or claimed, and counts what others complete.
/// </summary>
/// <remarks>
/// Only models of trials are written and removed on the way. One is removed where a better trial is completed, which
/// stays so, whatever others do at the same time. The best model and the table are written at the end, by each process
/// and from the same trials.
/// </remarks>
internal sealed class SharedSearchState : SearchState
{
    /// <summary>Looks for trials of others in a lease.</summary>
    private const int LooksPerLease = 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    private readonly TrialClaims _claims;
    private readonly Func<int, TrialSettings> _draw;
    private readonly TimeSpan _pause;
    private readonly HashSet<int> _known;
    private readonly SortedSet<int> _open;

    public SharedSearchState(
        SearchFolder folder,
        IReadOnlyCollection<SearchTrial> finished,
        IReadOnlyCollection<int> waiting,
        SearchOptions options,
        TrialClaims claims,
        IProgress<SearchProgress>? progress)
        : base(folder, finished, finished.Count + waiting.Count, progress)
    {
        _claims = claims;
        _draw = number => TrialSettings.Draw(options, number);
        var pause = options.Lease / LooksPerLease;
        _pause = pause < LongestPause ? pause : LongestPause;
        _known = [.. finished.Select(trial => trial.Number)];
        _open = [.. waiting];
    }

    /// <summary>Waits where all trials that are left are claimed by others: they may fail.</summary>
    public override TrialHold? Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (Gate)
            {
                Refresh();
                if (_open.Count == 0)
                {
                    return null;
                }

                if (TryClaim() is { } hold)
                {
                    return hold;
                }
            }

            cancellationToken.WaitHandle.WaitOne(_pause);
        }
    }

    public override void Complete(TrialHold hold, SearchTrial trial, ElmanModel? model)
    {
        lock (Gate)
        {
            Refresh();
            if (!_open.Contains(trial.Number) || !hold.Renew())
            {
                // Who has taken the trial over writes the same bytes, or has done so.
                Abandon(trial.Number);
                return;
            }

            Folder.Save(trial, model);
            var bestBefore = Best;
            Count(trial);
            if (model is not null && Best != trial)
            {
                Folder.DropModel(trial);
            }

            if (bestBefore is not null && Best != bestBefore)
            {
                Folder.DropModel(bestBefore);
            }

            Report(trial);
        }
    }

    /// <summary>Brings the folder to its end, which is the same whoever does it, and however many at a time.</summary>
    public void Finish()
    {
        lock (Gate)
        {
            while (!TryFinish() || Refresh())
            {
            }
        }
    }

    /// <summary>
    /// Fails only where a search for more trials has found a better model meanwhile, and removed the best one of these.
    /// </summary>
    private bool TryFinish()
    {
        try
        {
            Folder.Finish(Finished);
            return true;
        }
        catch (Exception e) when ((e is InvalidDataException or FileNotFoundException) && Refresh())
        {
            return false;
        }
    }

    private TrialHold? TryClaim()
    {
        foreach (var trial in _open.ToArray())
        {
            if (!_open.Contains(trial) || _claims.TryTake(trial) is not { } hold)
            {
                continue;
            }

            // Between the last look and the claim, another may have completed it and let it go.
            if (!Folder.IsFinished(trial))
            {
                return hold;
            }

            hold.Dispose();
            Refresh();
        }

        return null;
    }

    /// <summary>Counts what others have completed.</summary>
    /// <returns>Whether they have completed any.</returns>
    private bool Refresh()
    {
        SearchTrial[] others = [.. Folder.ReadTrials(_draw, except: _known)];
        foreach (var trial in others)
        {
            Count(trial);
            Abandon(trial.Number);
        }

        if (others.Length > 0)
        {
            Report(completed: null);
        }

        return others.Length > 0;
    }

    private void Count(SearchTrial trial)
    {
        Add(trial);
        _known.Add(trial.Number);
        _open.Remove(trial.Number);
    }
}
