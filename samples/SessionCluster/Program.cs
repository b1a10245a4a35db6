using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using FastElman.Samples.TaggingService.Lifetime;

return await ServiceStart.RunAsync(() => Build(args));

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    var settings = builder.AddClusterSettings();
    builder.AddClusterTelemetry();
    builder.AddDrain();
    builder.Services.AddProblemDetails();
    builder.AddCalls(settings);
    if (settings.Role == ClusterRole.Gateway)
    {
        builder.AddSiloClient(settings);
    }
    else
    {
        builder.AddFastElman();
        builder.AddSilo(settings);
    }

    var app = builder.Build();
    app.UseDrain();
    app.MapProbes();
    if (settings.Role != ClusterRole.Silo)
    {
        app.MapGrpcService<GatewayCalls>();
        app.MapGet("/v1/gateway", (ClusterMeter meter) => meter.Gateway);
    }

    if (settings.Role != ClusterRole.Gateway)
    {
        // Its metric is there from the beginning.
        app.Services.GetRequiredService<SiloReport>();
        app.MapGet("/v1/sessions", (SiloReport report) => report.Describe());
        app.MapPost("/v1/model/reload", Reload.RunAsync);
    }

    return app;
}
