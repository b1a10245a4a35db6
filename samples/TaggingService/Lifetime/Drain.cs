using System.Diagnostics.CodeAnalysis;

namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>
/// How far the end of the service has come. When it is asked to stop, it says so in its readiness and goes on answering
/// until whoever sends requests has noticed. Starting and stopping lives in this room.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The source has no timer. It may be asked to end after the container has.")]
internal sealed class Drain
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The service was asked to stop, and still answers.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Fires when streams have to end.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Begin() => IsUnderWay = true;

    public void End() => _ended.Cancel();
}
