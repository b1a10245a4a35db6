namespace FastElman.Training.Search;

/// <summary>
/// The state of a search that has its folder for itself: after each trial the folder has the best so far.
/// </summary>
internal sealed class SingleSearchState : SearchState
{
    private readonly Queue<int> _waiting;

    public SingleSearchState(
        SearchFolder folder,
        IReadOnlyCollection<SearchTrial> finished,
        IReadOnlyCollection<int> waiting,
        IProgress<SearchProgress>? progress)
        : base(folder, finished, finished.Count + waiting.Count, progress) => _waiting = new Queue<int>(waiting);

    public override TrialHold? Take(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            return _waiting.TryDequeue(out var trial) ? new TrialHold(trial) : null;
        }
    }

    public override void Complete(TrialHold hold, SearchTrial trial, ElmanModel? model)
    {
        lock (Gate)
        {
            Folder.Save(trial, model);
            var bestBefore = Best;
            Add(trial);
            if (Best == trial && model is not null)
            {
                Folder.TakeAsBest(trial);
                if (bestBefore is not null)
                {
                    Folder.DropModel(bestBefore);
                }
            }
            else
            {
                Folder.DropModel(trial);
            }

            WriteTable();
            Report(trial);
        }
    }
}
