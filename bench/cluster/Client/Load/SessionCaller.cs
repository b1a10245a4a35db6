using System.Diagnostics;
using FastElman.Benchmarks.Measuring;
using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>One call with many sessions: each message has pieces of each of them, and waits for its answer.</summary>
internal sealed class SessionCaller(TaggingClient client, CheckedSession[] sessions, LoadOptions options)
{
    private long _sentAt;

    /// <summary>When messages were sent that have an answer: the last of them.</summary>
    private long _answeredSentAt;
    private long _longestWait;

    /// <summary>Waits for answers since <see cref="Watch"/>.</summary>
    public LatencyHistogram Latency { get; private set; } = new();

    /// <summary>Pieces that were answered.</summary>
    public long Pieces { get; private set; }

    public long Wrong => sessions.Sum(session => session.Wrong);

    public long Labels => sessions.Sum(session => session.Labels);

    /// <summary>Why the call ended before it was asked to.</summary>
    public string? Failure { get; private set; }

    /// <summary>The longest wait for an answer since <see cref="Watch"/>, in ticks of the stopwatch.</summary>
    public long LongestWait => Volatile.Read(ref _longestWait);

    /// <summary>Looks at waits from now on.</summary>
    public void Watch()
    {
        Latency = new LatencyHistogram();
        Volatile.Write(ref _longestWait, 0);
    }

    /// <summary>Whether a message was answered that was sent after a time.</summary>
    public bool HasAnswered(long since) => Volatile.Read(ref _answeredSentAt) > since;

    public async Task RunAsync(CancellationToken end)
    {
        using var call = client.StreamSessions(cancellationToken: CancellationToken.None);
        try
        {
            while (!end.IsCancellationRequested)
            {
                await AdvanceAsync(call);
                await PaceAsync(end);
            }

            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }
        catch (RpcException e)
        {
            Failure = $"{e.StatusCode}: {e.Status.Detail}";
        }
    }

    private async Task AdvanceAsync(AsyncDuplexStreamingCall<SessionWords, SessionLabels> call)
    {
        var message = new SessionWords();
        foreach (var session in sessions)
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
            sessions[label.Session].Check(label);
        }

        foreach (var session in sessions)
        {
            session.EndMessage();
        }

        var wait = Stopwatch.GetTimestamp() - _sentAt;
        Latency.Record(wait);
        Volatile.Write(ref _longestWait, Math.Max(wait, LongestWait));
        Pieces += message.Words.Count;
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
