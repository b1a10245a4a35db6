using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>Adds a shutdown that loses no request, and the probes that go with it.</summary>
internal static class DrainExtensions
{
    public static void AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService<DrainService>();
        builder.Services.AddOptions<DrainSettings>()
            .BindConfiguration(DrainSettings.SectionName)
            .Validate(settings => settings.DrainTime >= TimeSpan.Zero, "Service:Shutdown:DrainTime is negative.")
            .ValidateOnStart();
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "drain", services => new DrainHealthCheck(services.GetRequiredService<Drain>()), null, ["ready"]));
    }

    /// <summary>Asks callers, while the service drains, to make their next connection elsewhere.</summary>
    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            // HTTP/2 has no such header. Its connections get a GOAWAY when the server stops, and end with their calls.
            if (drain.IsUnderWay && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return next(context);
        });
    }

    /// <summary>Alive: it answers. Ready: the model passes its self-test, and the service is not ending.</summary>
    public static void MapProbes(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }

    private sealed class DrainHealthCheck(Drain drain) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(drain.IsUnderWay
                ? HealthCheckResult.Unhealthy("The service is about to end.")
                : HealthCheckResult.Healthy());
    }
}
