using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>A gateway that reaches no silo is not ready.</summary>
internal sealed class SiloHealthCheck(SiloConnection connection, IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connection.IsThere)
        {
            return HealthCheckResult.Healthy();
        }

        try
        {
            // Without a call nothing connects, and who is not ready gets no calls.
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy("No silo can be reached.", e);
        }
    }
}
