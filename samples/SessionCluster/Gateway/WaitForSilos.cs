using FastElman.Samples.SessionCluster.Telemetry;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>A gateway may start before the silos, or before Redis: it waits for them.</summary>
internal sealed class WaitForSilos(ILogger<WaitForSilos> logger) : IClientConnectionRetryFilter
{
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        logger.NoSilo(exception.Message);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        return true;
    }
}
