using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.TaggingService.Grpc;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>
/// The sessions of one call. They go on from sentence to sentence, as long as the call, and as long as there is no
/// need of their place: the one that was unused for longest ends where another begins.
/// </summary>
/// <remarks>One message at a time.</remarks>
internal sealed class CallSessions(
    IGrainFactory grains, SessionRelays relays, ClusterSettings settings, ClusterMeter meter, ILogger logger)
{
    /// <summary>No other call has sessions of this name, on no gateway.</summary>
    private readonly string _call = Guid.NewGuid().ToString("N");
    private readonly Dictionary<int, LinkedListNode<SessionRoute>> _sessions = [];

    /// <summary>The one that was used last stands last.</summary>
    private readonly LinkedList<SessionRoute> _byUse = [];
    private readonly Dictionary<SessionRoute, List<Piece>> _pieces = [];

    /// <summary>The ends of sessions that had to make room: nobody waits for them before the call ends.</summary>
    private readonly List<Task> _ends = [];

    /// <summary>Sessions of a call are sent at once, and each may look for another place.</summary>
    private int _opened;

    /// <summary>Takes pieces of some sessions, and gives the labels that are known by then.</summary>
    /// <exception cref="SessionProblemException">The call has to end.</exception>
    public async Task<SessionLabels> AdvanceAsync(SessionWords message, CancellationToken cancellationToken)
    {
        _pieces.Clear();
        foreach (var word in message.Words)
        {
            if (word.Text.Length > settings.MaximumPieceCharacters)
            {
                throw new SessionProblemException(
                    SessionProblem.Refused,
                    $"A piece of session {word.Session} has {word.Text.Length} characters; at most "
                    + $"{settings.MaximumPieceCharacters} are allowed.");
            }

            var route = Find(word.Session);
            if (!_pieces.TryGetValue(route, out var pieces))
            {
                _pieces.Add(route, pieces = []);
            }

            pieces.Add(new Piece(word.Text, word.End));
        }

        // All sessions at once: a silo takes what comes together into one tick.
        var answers = await Task.WhenAll(
            _pieces.Select(some => AdvanceAsync(some.Key, [.. some.Value], cancellationToken)));
        var answer = new SessionLabels();
        foreach (var (session, labels) in answers)
        {
            answer.Labels.AddRange(labels.Select(label => new SessionLabel
            {
                Session = session,
                Word = label.Word,
                Label = label.Label,
            }));
        }

        return answer;
    }

    /// <summary>Ends all sessions.</summary>
    /// <param name="patience">How long to wait for it; they end, or expire, all the same.</param>
    public async Task CloseAsync(TimeSpan patience)
    {
        _ends.AddRange(_byUse.Select(CloseAsync));
        await Task.WhenAny(Task.WhenAll(_ends), Task.Delay(patience));
    }

    private static async Task CloseAsync(SessionRoute route)
    {
        try
        {
            await route.CloseAsync();
        }
        catch (Exception)
        {
            // Its silo is gone, or cannot reach Redis. What is left of the session expires.
        }
    }

    /// <summary>Sends the pieces of a session, no more at once than may be unsaved.</summary>
    private async Task<(int Session, List<WordLabel> Labels)> AdvanceAsync(
        SessionRoute route, Piece[] pieces, CancellationToken cancellationToken)
    {
        var labels = new List<WordLabel>();
        foreach (var some in pieces.Chunk(settings.MaximumUnsavedPieces))
        {
            labels.AddRange(await route.AdvanceAsync(some, cancellationToken));
        }

        return (route.Number, labels);
    }

    private SessionRoute Find(int number)
    {
        if (_sessions.TryGetValue(number, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value;
        }

        if (_sessions.Count >= settings.MaximumSessions)
        {
            EndOne();
        }

        // The number may come again after its session had to end, or where its silo is full.
        var route = new SessionRoute(
            number,
            () => new SessionWay(
                grains.GetGrain<ILiveSession>($"{_call}/{number}/{Interlocked.Increment(ref _opened)}"),
                relays.Next,
                settings.ResponseTimeout),
            settings,
            meter,
            logger);
        _sessions.Add(number, _byUse.AddLast(route));
        return route;
    }

    private void EndOne()
    {
        var unused = _byUse.FirstOrDefault(route => !route.IsWithinSentence && !_pieces.ContainsKey(route))
            ?? throw new SessionProblemException(
                SessionProblem.Exhausted,
                $"{settings.MaximumSessions} sessions are in the middle of a sentence or have words in one message; "
                + "no more are allowed.");
        _byUse.Remove(_sessions[unused.Number]);
        _sessions.Remove(unused.Number);
        _ends.RemoveAll(end => end.IsCompleted);
        _ends.Add(CloseAsync(unused));
    }
}
