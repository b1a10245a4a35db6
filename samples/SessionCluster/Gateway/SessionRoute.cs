using System.Diagnostics;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Telemetry;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>
/// The way from a gateway to one session. It keeps the pieces that no saved state contains, and sends them again when
/// the session had to begin somewhere else from its saved state.
/// </summary>
/// <param name="number">The number that the caller chose.</param>
/// <param name="place">Gives the way to a session that has not begun, wherever it comes to be.</param>
/// <param name="settings">How long to go on asking.</param>
/// <param name="meter">Counts what was sent.</param>
/// <param name="logger">Is told what failed.</param>
/// <remarks>One call at a time.</remarks>
internal sealed class SessionRoute(
    int number, Func<SessionWay> place, ClusterSettings settings, ClusterMeter meter, ILogger logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(20), LongestWait =
        TimeSpan.FromMilliseconds(250);

    /// <summary>What was sent and may be asked for again, in order.</summary>
    private readonly Queue<SessionPieces> _unsaved = [];
    private SessionWay _way = place();
    private string? _model;
    private long _next;

    /// <summary>The number that the caller chose.</summary>
    public int Number => number;

    /// <summary>Whether the session is in the middle of a sentence.</summary>
    public bool IsWithinSentence { get; private set; }

    /// <summary>Sends the next pieces, as often as it takes.</summary>
    /// <returns>The labels that are known now and were not before.</returns>
    /// <exception cref="SessionProblemException">
    /// The model refuses a word, no silo answered for long, or the session was lost.
    /// </exception>
    public async Task<WordLabel[]> AdvanceAsync(Piece[] pieces, CancellationToken cancellationToken)
    {
        var last = new SessionPieces
        {
            First = _next,
            Pieces = pieces,
            Model = _model,
            BeginsSentence = !IsWithinSentence,
        };
        _next = last.End;
        _unsaved.Enqueue(last);
        meter.CountPieces(pieces.Length);
        for (var sending = last; ;)
        {
            var answer = await SendAsync(sending, cancellationToken);
            _model = answer.Model ?? _model;
            if (answer.Kind == AnswerKind.SendAgain)
            {
                // It may have taken all of it already, on the silo that it comes from: then its answer comes again.
                sending = answer.Next == last.End && sending.First != last.First ? last : From(answer.Next);
                meter.CountRepeated((int)(last.First - sending.First));
                continue;
            }

            while (_unsaved.TryPeek(out var first) && first.End <= answer.Saved)
            {
                _unsaved.Dequeue();
            }

            if (sending.First == last.First)
            {
                IsWithinSentence = pieces.Aggregate(IsWithinSentence, IsWithinAfter);
                return answer.Labels;
            }

            // The labels of what was repeated are known: they are the same.
            sending = From(sending.End);
        }
    }

    /// <summary>Ends the session.</summary>
    public Task CloseAsync() => _way.CloseAsync();

    /// <summary>A piece without a word changes nothing.</summary>
    private static bool IsWithinAfter(bool isWithinSentence, Piece piece) =>
        !piece.EndsSentence && (isWithinSentence || !string.IsNullOrWhiteSpace(piece.Text));

    private SessionPieces From(long next)
    {
        // A sentence that has begun since then needs nothing of what was before it.
        var again = _unsaved.LastOrDefault(sent => sent.First > next && sent.BeginsSentence)
            ?? _unsaved.FirstOrDefault(sent => sent.First == next)
            ?? throw Lost(next);

        // The session may have to begin anew: with the model that it had.
        return new SessionPieces
        {
            First = again.First,
            Pieces = again.Pieces,
            Model = _model,
            BeginsSentence = again.BeginsSentence,
        };
    }

    private SessionProblemException Lost(long next)
    {
        meter.CountLost();
        return new SessionProblemException(
            SessionProblem.Lost,
            $"Session {number} is lost: its saved state is at piece {next}, and the gateway has what follows piece "
            + $"{(_unsaved.TryPeek(out var first) ? first.First : _next)}. Send the sentence again.");
    }

    /// <summary>Sends pieces until there is an answer other than that the session is busy.</summary>
    private async Task<SessionAnswer> SendAsync(SessionPieces pieces, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var isBusy = false;
        AnswerKind? last = null;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            Exception? failure = null;
            try
            {
                var answer = await _way.AdvanceAsync(pieces);
                last = answer.Kind;
                switch (answer.Kind)
                {
                    case AnswerKind.Full:
                        // One that has not begun can have another name: it is placed once more.
                        _way = place();
                        break;
                    case AnswerKind.AllFull:
                        throw new SessionProblemException(
                            SessionProblem.Exhausted,
                            $"Session {number} cannot begin: the silos have as many sessions as they may have.");
                    case AnswerKind.Refused:
                        throw new SessionProblemException(
                            SessionProblem.Refused, $"Session {number}: {answer.Problem}");
                    case AnswerKind.Taken or AnswerKind.SendAgain:
                        return answer;
                    case AnswerKind.Busy when !isBusy:
                        isBusy = true;
                        meter.CountBusy(pieces.Pieces.Length);
                        break;
                    default:
                        break;
                }
            }
            catch (Exception e) when (e is not SessionProblemException)
            {
                // The silo is gone, or did not answer in time, or cannot reach Redis: somebody will answer.
                (failure, last) = (e, null);
                _way.Lose();
                meter.CountRetry();
                logger.CallRepeated(e.Message);
            }

            if (Stopwatch.GetElapsedTime(start) > settings.GiveUpAfter)
            {
                var (problem, what) = last switch
                {
                    AnswerKind.Full => (SessionProblem.Exhausted, "found no silo with room"),
                    AnswerKind.Busy => (SessionProblem.Unavailable, "could not be saved"),
                    _ => (SessionProblem.Unavailable, "had no answer"),
                };
                throw new SessionProblemException(
                    problem, $"Session {number} {what} for {settings.GiveUpAfter.TotalSeconds:0} s.", failure);
            }

            await Task.Delay(wait, cancellationToken);
        }
    }
}
