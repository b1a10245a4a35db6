using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>Whether a gateway reaches any silo. One that reaches none is not ready.</summary>
internal sealed class SiloConnection : IHealthCheck
{
    // It listens when it has reached the first.
    private volatile bool _hasSilos = true;

    public void Observe(object? sender, GatewayCountChangedEventArgs change) =>
        _hasSilos = change.NumberOfConnectedGateways > 0;

    public void Lose(object? sender, EventArgs e) => _hasSilos = false;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_hasSilos
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("No silo can be reached."));
}
