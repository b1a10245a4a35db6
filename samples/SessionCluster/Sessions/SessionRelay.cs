using FastElman.Samples.SessionCluster.Contracts;
using Orleans.Concurrency;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// Calls sessions from this silo. It is activated wherever its calls arrive, and a call does not wait for another.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed class SessionRelay : Grain, ISessionRelay
{
    public Task<SessionAnswer> AdvanceAsync(ILiveSession session, SessionPieces pieces) =>
        session.AdvanceAsync(pieces);

    public Task CloseAsync(ILiveSession session) => session.CloseAsync();
}
