namespace FastElman.Training.Search;

/// <summary>What the jobs of a search share: what is done, what is next, and who is told of it.</summary>
internal sealed class SearchState
{
    private readonly Lock _gate = new();
    private readonly SearchFolder _folder;
    private readonly IProgress<SearchProgress>? _progress;
    private readonly int _trials;
    private readonly List<SearchTrial> _finished;
    private readonly Queue<int> _waiting;
    private readonly Dictionary<int, double> _underWay = [];

    public SearchState(SearchFolder folder, IEnumerable<SearchTrial> finished, int trials, IProgress<SearchProgress>? progress)
    {
        _folder = folder;
        _finished = [.. finished];
        _trials = Math.Max(trials, _finished.Count);
        _progress = progress;
        _waiting = new Queue<int>(Enumerable.Range(1, trials).Except(_finished.Select(trial => trial.Number)));
    }

    public int WaitingCount => _waiting.Count;

    /// <summary>All that is done, the best first. Not while jobs are running.</summary>
    public IReadOnlyList<SearchTrial> Finished => [.. _finished.Order(SearchTrial.BestFirst)];

    /// <summary>Takes the next trial that nobody has taken.</summary>
    public bool TryTake(out int trial)
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out trial);
        }
    }

    /// <summary>Tells how much of a trial is done, 0 to 1.</summary>
    public void Advance(int trial, double fraction)
    {
        lock (_gate)
        {
            _underWay[trial] = fraction;
            Report(completed: null);
        }
    }

    /// <summary>Takes in a trial that is done, and its model, null where it diverged.</summary>
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
            _underWay.Remove(trial.Number);
            Report(trial);
        }
    }

    private void Report(SearchTrial? completed) => _progress?.Report(new SearchProgress
    {
        FinishedTrials = _finished.Count,
        Trials = _trials,
        Fraction = (_finished.Count + _underWay.Values.Sum()) / _trials,
        Completed = completed,
    });
}
