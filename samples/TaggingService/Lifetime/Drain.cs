namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>
/// How far the end of the service has come. When it is asked to stop, it says so in its readiness and goes on answering
/// until whoever sends requests has noticed. Starting and stopping lives in this room.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The service was asked to stop, and still answers.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Fires when streams have to end.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Begin() => IsUnderWay = true;

    public void End() => _ended.Cancel();

    public void Dispose() => _ended.Dispose();
}
