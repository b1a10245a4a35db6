namespace FastElman.Training.Search;

/// <summary>
/// The state that the threads of a search share: completed trials, waiting trials, progress. Thread-safe.
/// </summary>
internal sealed class SearchState
{
    private readonly Lock _gate = new();
    private readonly SearchFolder _folder;
    private readonly IProgress<SearchProgress>? _progress;
    private readonly int _trials;
    private readonly List<SearchTrial> _finished;
    private readonly Queue<int> _waiting;
    private readonly Dictionary<int, double> _inProgress = [];

    public SearchState(
        SearchFolder folder, IEnumerable<SearchTrial> finished, int trials, IProgress<SearchProgress>? progress)
    {
        _folder = folder;
        _finished = [.. finished];
        _trials = Math.Max(trials, _finished.Count);
        _progress = progress;
        _waiting = new Queue<int>(Enumerable.Range(1, trials).Except(_finished.Select(trial => trial.Number)));
    }

    public int WaitingCount => _waiting.Count;

    /// <summary>The completed trials, the best first. Not to be read while trials are running.</summary>
    public IReadOnlyList<SearchTrial> Finished => [.. _finished.Order(SearchTrial.BestFirst)];

    /// <summary>Takes the next waiting trial.</summary>
    public bool TryTake(out int trial)
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out trial);
        }
    }

    /// <summary>Reports which share of a trial is done, 0 to 1.</summary>
    public void Advance(int trial, double fraction)
    {
        lock (_gate)
        {
            _inProgress[trial] = fraction;
            Report(completed: null);
        }
    }

    /// <summary>Records a completed trial and its model, null where training diverged.</summary>
    public void Complete(SearchTrial trial, ElmanModel? model)
    {
        lock (_gate)
        {
            _folder.Save(trial, model);
            var bestBefore = _finished.Min(SearchTrial.BestFirst);
            _finished.Add(trial);
            if (_finished.Min(SearchTrial.BestFirst) == trial && model is not null)
            {
                _folder.TakeAsBest(trial);
                if (bestBefore is not null)
                {
                    _folder.DropModel(bestBefore);
                }
            }
            else
            {
                _folder.DropModel(trial);
            }

            _folder.WriteTable(_finished);
            _inProgress.Remove(trial.Number);
            Report(trial);
        }
    }

    private void Report(SearchTrial? completed) => _progress?.Report(new SearchProgress
    {
        CompletedTrialCount = _finished.Count,
        TrialCount = _trials,
        Fraction = (_finished.Count + _inProgress.Values.Sum()) / _trials,
        CompletedTrial = completed,
    });
}
