using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>
/// StreamSessions of the tagging service, for more sessions than one machine holds. What callers reach lives in this
/// room.
/// </summary>
internal sealed class GatewayCalls(
    IGrainFactory grains, ClusterMeter meter, IOptions<ClusterSettings> settings, IHostApplicationLifetime lifetime)
    : TextTagger.TextTaggerBase
{
    public override async Task StreamSessions(
        IAsyncStreamReader<SessionWords> requestStream,
        IServerStreamWriter<SessionLabels> responseStream,
        ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var sessions = new CallSessions(grains, settings.Value, meter);
        try
        {
            while (await MoveNextAsync(requestStream, end.Token))
            {
                var answer = await sessions.AdvanceAsync(requestStream.Current, end.Token);
                await responseStream.WriteAsync(answer, end.Token);
            }
        }
        catch (SessionProblemException e)
        {
            throw new RpcException(new Status(CodeOf(e.Problem), e.Message));
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(
                StatusCode.Unavailable, "The gateway ends: send the sentences under way again, to another one."));
        }
        finally
        {
            await sessions.CloseAsync();
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
