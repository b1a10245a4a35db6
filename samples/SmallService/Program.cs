using FastElman.Extensions.Hosting;
using Microsoft.AspNetCore.Mvc;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

var builder = WebApplication.CreateBuilder(args);
builder.AddFastElman("flights");
builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddMeter(FastElmanTelemetry.MeterName))
    .WithTracing(traces => traces.AddSource(FastElmanTelemetry.ActivitySourceName));

var app = builder.Build();
app.MapHealthChecks("/health");

// The slots of one text.
app.MapPost("/slots", ([FromBody] string text, [FromKeyedServices("flights")] ServiceTagger tagger) =>
    tagger.FindSlots(text));

// Words as they come in, one a line; each slot goes out as soon as it has ended.
app.MapPost("/stream", (HttpRequest request, [FromKeyedServices("flights")] ServiceTagger tagger) =>
    TypedResults.ServerSentEvents(tagger.FindSlotsAsync(Lines(request.Body)), eventType: "slot"));

// Reads the model file again; it is watched as well.
app.MapPost("/reload", ([FromKeyedServices("flights")] IModelProvider models, CancellationToken cancellationToken) =>
    models.ReloadAsync(cancellationToken));

app.Run();

static async IAsyncEnumerable<string> Lines(Stream body)
{
    using var reader = new StreamReader(body);
    while (await reader.ReadLineAsync() is { } line)
    {
        yield return line;
    }
}
