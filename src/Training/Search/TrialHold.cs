namespace FastElman.Training.Search;

/// <summary>A trial that this process runs, until it is disposed.</summary>
internal sealed class TrialHold(int number, Action<TrialHold>? release = null) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    public int Number { get; } = number;

    /// <summary>
    /// Cancelled when another process has taken the trial over, because this one was stopped for longer than its lease.
    /// </summary>
    public CancellationToken Lost => _lost.Token;

    public void Lose() => _lost.Cancel();

    public void Dispose()
    {
        release?.Invoke(this);
        _lost.Dispose();
    }
}
