using FastElman.Samples.SessionCluster.Placement;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>How many sessions a silo has, of all versions of the model, and how many it may have.</summary>
/// <param name="maximum">The most that may begin here.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class SiloCapacity(int maximum)
{
    /// <summary>For how long it is avoided, in milliseconds.</summary>
    private const long AvoidedTime = 10_000;

    private int _count;
    private long _avoidedUntil;

    /// <summary>
    /// With those that come from other silos. Streams that are not open cost virtual memory alone:
    /// <see cref="StreamGroup(CompiledModel, int)"/>.
    /// </summary>
    public int MaximumWithRestored { get; } = 2 * maximum;

    /// <summary>The number of sessions.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How full the silo is.</summary>
    public SiloLoad Load => new(Count, maximum, Environment.TickCount64 < Volatile.Read(ref _avoidedUntil));

    /// <summary>
    /// A version cannot be served here: without its sessions the silo has the fewest, and would attract all of them.
    /// </summary>
    public void Avoid() => Volatile.Write(ref _avoidedUntil, Environment.TickCount64 + AvoidedTime);

    /// <summary>A session wants to begin.</summary>
    /// <returns>Whether it may.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= maximum)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>A session comes from another silo.</summary>
    public void Enter() => Interlocked.Increment(ref _count);

    /// <summary>A session has ended, or has gone to another silo.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
