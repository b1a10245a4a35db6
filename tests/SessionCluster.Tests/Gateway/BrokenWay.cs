using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>The way to a session, on which calls and answers get lost when it is told so.</summary>
internal sealed class BrokenWay(ILiveSession session) : ILiveSession
{
    private int _lostCalls;
    private int _lostAnswers;
    private int _full;
    private bool _areAllFull;

    /// <summary>Where calls arrive.</summary>
    public ILiveSession Session { get; set; } = session;

    /// <summary>What happens before a call arrives; it is told how many have arrived before.</summary>
    public Func<int, Task> BeforeCall { get; set; } = _ => Task.CompletedTask;

    /// <summary>What has arrived.</summary>
    public List<SessionPieces> Arrived { get; } = [];

    public void LoseCalls(int count) => _lostCalls = count;

    public void BeFull(int calls, bool areAll = false) => (_full, _areAllFull) = (calls, areAll);

    public void LoseAnswers(int count) => _lostAnswers = count;

    public async Task<SessionAnswer> AdvanceAsync(SessionPieces pieces)
    {
        if (_lostCalls-- > 0)
        {
            throw new TimeoutException();
        }

        if (_full-- > 0)
        {
            return new SessionAnswer { Kind = _areAllFull ? AnswerKind.AllFull : AnswerKind.Full, Next = 0 };
        }

        await BeforeCall(Arrived.Count);
        Arrived.Add(pieces);
        var answer = await Session.AdvanceAsync(pieces);
        return _lostAnswers-- > 0 ? throw new TimeoutException() : answer;
    }

    /// <summary>What its end waits for.</summary>
    public Task Closing { get; set; } = Task.CompletedTask;

    public async Task CloseAsync()
    {
        await Closing;
        await Session.CloseAsync();
    }
}
