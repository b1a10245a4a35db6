using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>A relay to a session. Its calls get lost, or stay without an answer, when it is told so.</summary>
internal sealed class BrokenRelay(ILiveSession session) : ISessionRelay
{
    /// <summary>Whether no call arrives.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether it says that a silo is full.</summary>
    public bool IsFull { get; set; }

    /// <summary>What happens before a call arrives.</summary>
    public Func<Task> BeforeCall { get; set; } = () => Task.CompletedTask;

    /// <summary>How many pieces it has passed on.</summary>
    public int Passed { get; private set; }

    /// <summary>How many ends it has passed on.</summary>
    public int Closed { get; private set; }

    public async Task<SessionAnswer> AdvanceAsync(ILiveSession _, SessionPieces pieces)
    {
        await BeforeCall();
        if (IsLost)
        {
            throw new TimeoutException();
        }

        if (IsFull)
        {
            return new SessionAnswer { Kind = AnswerKind.Full, Next = 0 };
        }

        var answer = await session.AdvanceAsync(pieces);
        Passed++;
        return answer;
    }

    public Task CloseAsync(ILiveSession _)
    {
        Closed++;
        return session.CloseAsync();
    }
}
