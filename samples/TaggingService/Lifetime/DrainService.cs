using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>Waits, when the host is asked to stop, before the server closes its doors.</summary>
internal sealed class DrainService(Drain drain, IOptions<DrainSettings> settings, TimeProvider time)
    : IHostedLifecycleService
{
    /// <summary>
    /// After this share of the time to drain streams end. In the rest of it their last messages arrive: when the server
    /// stops, it closes a connection of HTTP/2 at once behind its last stream, and a caller who is just sending
    /// something else on it may not come to read how a stream has ended.
    /// </summary>
    private const double ShareOfStreams = 0.75;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before any service is stopped, the web server among them.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (drain.IsUnderWay)
        {
            return;
        }

        drain.Begin();
        var endOfStreams = Task.Delay(settings.Value.DrainTime * ShareOfStreams, time, cancellationToken);
        var end = Task.Delay(settings.Value.DrainTime, time, cancellationToken);
        try
        {
            await endOfStreams;
            drain.End();
            await end;
        }
        catch (OperationCanceledException)
        {
            // The time of shutdown is over: the server stops now.
            drain.End();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
