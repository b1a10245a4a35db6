using FastElman.Extensions.Hosting.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FastElman.Extensions.Hosting.Health;

/// <summary>
/// Healthy: the model passes its self-test. Degraded: it does, and the last attempt to reload has failed. Unhealthy,
/// or what the registration says: there is no model, or it fails. How a service says that it is well lives in this
/// room.
/// </summary>
internal sealed class ModelHealthCheck(ModelProvider provider, FastElmanSettings settings, TimeProvider time)
    : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context.Registration.FailureStatus));

    private HealthCheckResult Check(HealthStatus failureStatus)
    {
        if (provider.CurrentOrNull is not { } current)
        {
            return new HealthCheckResult(failureStatus, "No model is loaded.");
        }

        var lastReload = provider.LastReload;
        var data = new Dictionary<string, object>
        {
            ["fingerprint"] = current.Fingerprint,
            ["loadedAt"] = current.LoadedAt,
            ["ageSeconds"] = (time.GetUtcNow() - current.LoadedAt).TotalSeconds,
        };
        if (lastReload is not null)
        {
            data["lastReload"] = lastReload.Outcome.ToString();
            data["lastReloadAt"] = lastReload.At;
        }

        try
        {
            SelfTest.Run(current.Tagger, settings.SelfTest);
        }
        catch (Exception e)
        {
            return new HealthCheckResult(failureStatus, e.Message, e, data);
        }

        return lastReload?.Outcome == ReloadOutcome.Failed
            ? HealthCheckResult.Degraded($"The last reload has failed: {lastReload.Problem}", exception: null, data)
            : HealthCheckResult.Healthy("The model passes its self-test.", data);
    }
}
