namespace FastElman.Training.Search;

/// <summary>A trial that this process runs, until it is disposed.</summary>
/// <param name="number">Its number.</param>
/// <param name="claims">Where other processes may take it over; null where none can.</param>
internal sealed class TrialHold(int number, TrialClaims? claims = null) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    public int Number { get; } = number;

    /// <summary>
    /// Cancelled when another process has taken the trial over, because this one was stopped for longer than its lease.
    /// </summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Renews the claim, and finds out whether the trial is still this process's.</summary>
    /// <exception cref="IOException">That cannot be found out.</exception>
    /// <exception cref="UnauthorizedAccessException">That may not be found out.</exception>
    public bool Renew() => claims?.Renew(this) ?? true;

    public void Lose() => _lost.Cancel();

    public void Dispose()
    {
        claims?.Release(this);
        _lost.Dispose();
    }
}
