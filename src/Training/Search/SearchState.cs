namespace FastElman.Training.Search;

/// <summary>
/// The state that the threads of a search share: which trials are completed, which is next, progress. Thread-safe.
/// </summary>
internal abstract class SearchState
{
    private readonly IProgress<SearchProgress>? _progress;
    private readonly int _trials;
    private readonly List<SearchTrial> _finished;
    private readonly Dictionary<int, double> _inProgress = [];

    protected SearchState(
        SearchFolder folder, IEnumerable<SearchTrial> finished, int trials, IProgress<SearchProgress>? progress)
    {
        Folder = folder;
        _finished = [.. finished];
        _trials = trials;
        _progress = progress;
    }

    /// <summary>The completed trials, the best first. Not to be read while trials are running.</summary>
    public IReadOnlyList<SearchTrial> Finished => [.. _finished.Order(SearchTrial.BestFirst)];

    protected SearchFolder Folder { get; }

    protected Lock Gate { get; } = new();

    /// <summary>The best of the completed trials; null where there are none. To be read by who has the gate.</summary>
    protected SearchTrial? Best => _finished.Min(SearchTrial.BestFirst);

    /// <summary>Takes the next trial.</summary>
    /// <returns>The trial, to be disposed once it is completed or given up; null where none is left.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public abstract TrialHold? Take(CancellationToken cancellationToken);

    /// <summary>Records a completed trial and its model, null where training diverged.</summary>
    public abstract void Complete(TrialHold hold, SearchTrial trial, ElmanModel? model);

    /// <summary>Reports which share of a trial is done, 0 to 1.</summary>
    public void Advance(int trial, double fraction)
    {
        lock (Gate)
        {
            _inProgress[trial] = fraction;
            Report(completed: null);
        }
    }

    /// <summary>Records that another process completes a trial which this one had begun.</summary>
    public void Abandon(int trial)
    {
        lock (Gate)
        {
            _inProgress.Remove(trial);
        }
    }

    /// <summary>Counts a completed trial. To be called by who has the gate.</summary>
    protected void Add(SearchTrial trial) => _finished.Add(trial);

    /// <summary>Writes the table so far. To be called by who has the gate.</summary>
    protected void WriteTable() => Folder.WriteTable(_finished);

    /// <summary>Reports the progress. To be called by who has the gate.</summary>
    /// <param name="completed">A trial that was just completed here; or null.</param>
    protected void Report(SearchTrial? completed)
    {
        if (completed is not null)
        {
            _inProgress.Remove(completed.Number);
        }

        // Others may do more trials than this process was asked for.
        var trials = Math.Max(_trials, _finished.Count);
        _progress?.Report(new SearchProgress
        {
            CompletedTrialCount = _finished.Count,
            TrialCount = trials,
            Fraction = Math.Min((_finished.Count + _inProgress.Values.Sum()) / trials, 1),
            CompletedTrial = completed,
        });
    }
}
