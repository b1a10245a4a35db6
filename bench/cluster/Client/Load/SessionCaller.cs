using System.Diagnostics;
using FastElman.Benchmarks.Measuring;
using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>
/// Makes one call after the other, each with many sessions: a message has pieces of each of them, and waits for its
/// answer.
/// </summary>
/// <param name="client">The gateway.</param>
/// <param name="begin">Makes the sessions of a call.</param>
/// <param name="isShort">Whether calls end after some messages.</param>
/// <param name="options">How much is asked.</param>
internal sealed class SessionCaller(
    TaggingClient client, Func<CheckedSession[]> begin, bool isShort, LoadOptions options)
{
    /// <summary>Calls that were ended, while the gateway still closes their sessions.</summary>
    private readonly List<Task> _endings = [];
    private CheckedSession[] _sessions = [];
    private long _calls;
    private long _endedWrong, _endedLabels, _endedLost;
    private long _sentAt;

    /// <summary>When messages were sent that have an answer: the last one, and the last that began a call.</summary>
    private long _answeredSentAt, _answeredBeginAt;
    private long _watchedAt;
    private long _longestWait, _longestBegin;
    private long _begun;

    /// <summary>Waits for answers since <see cref="Watch"/>.</summary>
    public LatencyHistogram Latency { get; private set; } = new();

    /// <summary>Pieces that were answered.</summary>
    public long Pieces { get; private set; }

    public long Wrong => _endedWrong + _sessions.Sum(session => session.Wrong);

    public long Labels => _endedLabels + _sessions.Sum(session => session.Labels);

    /// <summary>
    /// Sessions that could not be gone on with: those of calls that ended with DATA_LOSS, and those whose sentence was
    /// counted from its beginning again.
    /// </summary>
    public long Lost => _endedLost + _sessions.Sum(session => session.Lost);

    /// <summary>Why the call ended before it was asked to.</summary>
    public string? Failure { get; private set; }

    /// <summary>The longest wait for an answer since <see cref="Watch"/>, in ticks of the stopwatch.</summary>
    public long LongestWait => Volatile.Read(ref _longestWait);

    /// <summary>The same of messages with the first pieces of sessions.</summary>
    public long LongestBegin => Volatile.Read(ref _longestBegin);

    /// <summary>Sessions whose first piece was sent, and answered, since <see cref="Watch"/>.</summary>
    public long Begun => Volatile.Read(ref _begun);

    /// <summary>Looks at waits from now on.</summary>
    public void Watch()
    {
        Latency = new LatencyHistogram();
        Volatile.Write(ref _watchedAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref _longestWait, 0);
        Volatile.Write(ref _longestBegin, 0);
        Volatile.Write(ref _begun, 0);
    }

    /// <summary>
    /// Whether a message was answered that was sent after a time; where calls are short, one that began sessions.
    /// </summary>
    public bool HasAnswered(long since) =>
        Volatile.Read(ref isShort ? ref _answeredBeginAt : ref _answeredSentAt) > since;

    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                await CallAsync(end);
                _endings.RemoveAll(ending => ending.IsCompletedSuccessfully);
            }

            await Task.WhenAll(_endings);
        }
        catch (RpcException e)
        {
            Failure = $"{e.StatusCode}: {e.Status.Detail}";
        }
    }

    private static async Task EndAsync(AsyncDuplexStreamingCall<SessionWords, SessionLabels> call)
    {
        using (call)
        {
            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }
    }

    private async Task CallAsync(CancellationToken end)
    {
        Begin();
        var call = client.StreamSessions(cancellationToken: CancellationToken.None);
        try
        {
            var messages = isShort ? 2 + (_calls++ % 4) : long.MaxValue;
            for (var sent = 0L; sent < messages && !end.IsCancellationRequested; sent++)
            {
                await AdvanceAsync(call, isFirst: sent == 0);
                await PaceAsync(end);
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DataLoss)
        {
            // All sessions of a call end with it. Others begin.
            call.Dispose();
            _endedLost += _sessions.Length;
            return;
        }
        catch
        {
            call.Dispose();
            throw;
        }

        // The next call does not wait: sessions begin while a silo is down on which others have to be closed.
        _endings.Add(EndAsync(call));
    }

    private void Begin()
    {
        var ended = _sessions;
        _endedWrong += ended.Sum(session => session.Wrong);
        _endedLabels += ended.Sum(session => session.Labels);
        _endedLost += ended.Sum(session => session.Lost);
        _sessions = begin();
    }

    private async Task AdvanceAsync(AsyncDuplexStreamingCall<SessionWords, SessionLabels> call, bool isFirst)
    {
        var message = new SessionWords();
        foreach (var session in _sessions)
        {
            message.Words.AddRange(Enumerable.Range(0, options.PiecesOfMessage).Select(_ => session.Next()));
        }

        _sentAt = Stopwatch.GetTimestamp();
        await call.RequestStream.WriteAsync(message);
        if (!await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            throw new RpcException(new Status(StatusCode.Unknown, "The gateway has ended the call."));
        }

        foreach (var label in call.ResponseStream.Current.Labels)
        {
            _sessions[label.Session].Check(label);
        }

        foreach (var session in _sessions)
        {
            session.EndMessage();
        }

        Pieces += message.Words.Count;
        Record(Stopwatch.GetTimestamp() - _sentAt, isFirst);
    }

    private void Record(long wait, bool isFirst)
    {
        Latency.Record(wait);
        Volatile.Write(ref _longestWait, Math.Max(wait, LongestWait));
        if (isFirst && _sentAt > Volatile.Read(ref _watchedAt))
        {
            Volatile.Write(ref _longestBegin, Math.Max(wait, LongestBegin));
            Volatile.Write(ref _begun, _begun + _sessions.Length);
        }

        if (isFirst)
        {
            Volatile.Write(ref _answeredBeginAt, _sentAt);
        }

        Volatile.Write(ref _answeredSentAt, _sentAt);
    }

    /// <summary>Waits until the next message is due.</summary>
    private async Task PaceAsync(CancellationToken end)
    {
        var rest = options.Pace - Stopwatch.GetElapsedTime(_sentAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
