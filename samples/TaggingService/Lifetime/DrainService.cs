using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>Waits, when the host is asked to stop, before the server closes its doors.</summary>
internal sealed class DrainService(Drain drain, IOptions<DrainSettings> settings, TimeProvider time)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before any service is stopped, the web server among them.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        drain.Begin();
        try
        {
            await Task.Delay(settings.Value.DrainTime, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time of shutdown is over: the server stops now.
        }

        drain.End();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
