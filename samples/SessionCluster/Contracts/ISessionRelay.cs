using Orleans.Concurrency;

namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>
/// Calls sessions from the silo at which its own calls arrive: a way to a session that other silos do not reach. The
/// number of a relay decides which silo that is, as Orleans' client sends calls of a name always to the same one.
/// </summary>
[Alias("fastelman.relay")]
internal interface ISessionRelay : IGrainWithIntegerKey
{
    /// <summary>As <see cref="ILiveSession.AdvanceAsync"/>.</summary>
    [Alias("advance")]
    Task<SessionAnswer> AdvanceAsync(ILiveSession session, [Immutable] SessionPieces pieces);

    /// <summary>As <see cref="ILiveSession.CloseAsync"/>.</summary>
    [Alias("close")]
    Task CloseAsync(ILiveSession session);
}
