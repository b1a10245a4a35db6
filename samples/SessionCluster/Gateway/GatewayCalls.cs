using System.Threading.RateLimiting;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Lifetime;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>
/// StreamSessions of the tagging service, for more sessions than one machine holds. What callers reach lives in this
/// room.
/// </summary>
internal sealed class GatewayCalls(
    IGrainFactory grains,
    SessionRelays relays,
    ClusterMeter meter,
    IOptions<ClusterSettings> settings,
    ConcurrencyLimiter limiter,
    Drain drain,
    ILogger<GatewayCalls> logger)
    : TextTagger.TextTaggerBase
{
    /// <summary>How long a call that has failed waits for its sessions to end before it says so.</summary>
    private static readonly TimeSpan PatienceOfFailure = TimeSpan.FromMilliseconds(100);

    public override async Task StreamSessions(
        IAsyncStreamReader<SessionWords> requestStream,
        IServerStreamWriter<SessionLabels> responseStream,
        ServerCallContext context)
    {
        using var place = limiter.AttemptAcquire();
        if (!place.IsAcquired)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "The gateway has as many calls as it may have. Try again later."));
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Ended);
        var sessions = new CallSessions(grains, relays, settings.Value, meter, logger);
        var patience = PatienceOfFailure;
        try
        {
            while (await MoveNextAsync(requestStream, end.Token))
            {
                // What has come is answered, also where the gateway ends.
                var answer = await sessions.AdvanceAsync(requestStream.Current, context.CancellationToken);
                await responseStream.WriteAsync(answer, context.CancellationToken);
            }

            patience = settings.Value.ResponseTimeout;
        }
        catch (SessionProblemException e)
        {
            if (e.InnerException is { } cause)
            {
                logger.CallEnded(cause, e.Message);
            }

            throw new RpcException(new Status(CodeOf(e.Problem), e.Message));
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(
                StatusCode.Unavailable, "The gateway ends: send the sentences under way again, to another one."));
        }
        finally
        {
            await sessions.CloseAsync(patience);
        }
    }

    /// <summary>Waits for the next message, no longer than a caller may be silent.</summary>
    private async Task<bool> MoveNextAsync(IAsyncStreamReader<SessionWords> messages, CancellationToken end)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
        silence.CancelAfter(settings.Value.CallIdleTimeout);
        try
        {
            return await messages.MoveNext(silence.Token);
        }
        catch (Exception) when (silence.IsCancellationRequested && !end.IsCancellationRequested)
        {
            throw new SessionProblemException(
                SessionProblem.Silent,
                $"No message came for {settings.Value.CallIdleTimeout.TotalSeconds:0} s.");
        }
    }

    private static StatusCode CodeOf(SessionProblem problem) => problem switch
    {
        SessionProblem.Refused => StatusCode.InvalidArgument,
        SessionProblem.Exhausted => StatusCode.ResourceExhausted,
        SessionProblem.Silent => StatusCode.DeadlineExceeded,
        SessionProblem.Lost => StatusCode.DataLoss,
        _ => StatusCode.Unavailable,
    };
}
