using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>
/// Through which silo the calls of one session go. They go straight as long as they are answered: Orleans' client sends
/// those of a session always to the same silo, which passes them on to the silo of the session. Where these two do not
/// reach each other, calls go through a relay on a silo that reaches the session.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="relay">Gives a relay, each time another one: <see cref="SessionRelays.Next"/>.</param>
/// <param name="patience">How long a way may take to answer while one is looked for.</param>
/// <remarks>One call at a time.</remarks>
internal sealed class SessionWay(ILiveSession session, Func<ISessionRelay> relay, TimeSpan patience)
{
    /// <summary>Null where calls go straight.</summary>
    private ISessionRelay? _relay;
    private bool _isLost;

    /// <summary>The call that went straight when a way was looked for last.</summary>
    private Task? _straight;

    /// <summary>Sends pieces on the way that worked last, or looks for one after <see cref="Lose"/>.</summary>
    public Task<SessionAnswer> AdvanceAsync(SessionPieces pieces)
    {
        if (_isLost)
        {
            return FindAsync(pieces);
        }

        if (_straight is { IsCompletedSuccessfully: true })
        {
            // The relay was only quicker, and costs a message more.
            (_relay, _straight) = (null, null);
        }

        return AskAsync(_relay, pieces);
    }

    /// <summary>Ends the session, on the way that worked last.</summary>
    public Task CloseAsync() => _relay is { } through ? through.CloseAsync(session) : session.CloseAsync();

    /// <summary>There was no answer: the next call looks for another way.</summary>
    public void Lose() => _isLost = true;

    /// <summary>
    /// Asks on several ways at once, as a relay may be on a silo that does not reach the session either. A session
    /// takes what comes more than once only once.
    /// </summary>
    private async Task<SessionAnswer> FindAsync(SessionPieces pieces)
    {
        ISessionRelay?[] ways = [null, relay(), relay(), relay()];
        var calls = Array.ConvertAll(ways, way => AskAsync(way, pieces).WaitAsync(patience));
        Array.ForEach(calls, call => call.Ignore());
        (_straight, var last) = (calls[0], calls[0]);
        await foreach (var call in Task.WhenEach(calls))
        {
            last = call;

            // A session that one call found no room for may have begun with another.
            if (call is { IsCompletedSuccessfully: true, Result.Kind: not AnswerKind.Full })
            {
                (_relay, _isLost) = (ways[Array.IndexOf(calls, call)], false);
                break;
            }
        }

        return await last;
    }

    private Task<SessionAnswer> AskAsync(ISessionRelay? through, SessionPieces pieces) =>
        through is null ? session.AdvanceAsync(pieces) : through.AdvanceAsync(session, pieces);
}
