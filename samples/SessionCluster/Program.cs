using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
var settings = builder.AddClusterSettings();
builder.AddClusterTelemetry();
if (settings.Role != ClusterRole.Gateway)
{
    builder.AddFastElman();
    builder.AddSilo(settings);
}
else
{
    builder.AddSiloClient(settings);
}

builder.Services.AddHealthChecks();
builder.Services.AddGrpc();

var app = builder.Build();
if (settings.Role != ClusterRole.Silo)
{
    app.MapGrpcService<GatewayCalls>();
    app.MapGet("/v1/gateway", (ClusterMeter meter) => meter.Gateway);
}

if (settings.Role != ClusterRole.Gateway)
{
    app.MapPost("/v1/model/reload", (IModelProvider models, CancellationToken cancellationToken) =>
        models.ReloadAsync(cancellationToken));
    app.MapGet("/v1/sessions", (SiloReport report) => report.Describe());
}

app.MapHealthChecks("/health/ready");
app.Run();
