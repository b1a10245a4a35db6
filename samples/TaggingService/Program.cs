using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Http;
using FastElman.Samples.TaggingService.Lifetime;
using FastElman.Samples.TaggingService.Limits;
using FastElman.Samples.TaggingService.Streaming;
using Microsoft.Extensions.Hosting;

return await ServiceStart.RunAsync(() => Build(args));

static WebApplication Build(string[] args)
{
    // The model, the settings and the page lie beside the program, wherever it is started from.
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    ServiceSettings.RequireNames(builder.Configuration);
    builder.AddFastElman();
    builder.AddTelemetry();
    builder.AddLimits();
    builder.AddDrain();
    builder.Services.AddSingleton<StreamedSentence>();
    builder.AddGrpcCalls();
    builder.AddApiDocument();
    builder.Services.AddProblemDetails();
    builder.Services.ConfigureHttpJsonOptions(json =>
        json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

    var app = builder.Build();
    app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        StatusCodeSelector = failure =>
            (failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,

        // What a caller has done wrong is told to the caller, and is no error of the service.
        SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
    });
    app.UseStatusCodePages();
    app.UseDrain();
    app.UseRateLimiter();
    app.UseWebSockets(new WebSocketOptions
    {
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(30),
    });
    app.UsePage();
    app.MapSlots();
    app.MapServerSentEvents();
    app.MapWebSockets();
    app.MapGrpcCalls();
    app.MapModel();
    app.MapProbes();
    app.MapOpenApi();
    return app;
}
