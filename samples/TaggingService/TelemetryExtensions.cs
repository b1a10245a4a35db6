using FastElman.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FastElman.Samples.TaggingService;

/// <summary>Metrics and traces, sent where the standard variables of OpenTelemetry say.</summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(FastElmanTelemetry.MeterName)
                .AddAspNetCoreInstrumentation()
                .AddMeter("System.Runtime"))
            .WithTracing(traces => traces
                .AddSource(FastElmanTelemetry.ActivitySourceName)
                .AddAspNetCoreInstrumentation());
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
        {
            telemetry.UseOtlpExporter();
        }
    }
}
