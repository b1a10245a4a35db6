using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>The relays of a gateway, which it uses in turn: many more than silos, so that each silo has some.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SessionRelays(IGrainFactory grains)
{
    /// <summary>A relay stays in the memory of its silo for a while: not one for each session.</summary>
    private const uint Count = 256;

    private uint _last;

    /// <summary>Another one than the last, and often on another silo.</summary>
    public ISessionRelay Next() => grains.GetGrain<ISessionRelay>(Interlocked.Increment(ref _last) % Count);
}
