using FastElman;
using FastElman.Samples.TaggingService;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Lifetime;
using FastElman.Samples.TaggingService.Limits;

// Everything that the service has around its endpoints, and no model.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.AddTelemetry();
builder.AddLimits();
builder.AddDrain();
builder.Services.AddGrpc();
builder.Services.AddProblemDetails();
builder.Services.ConfigureHttpJsonOptions(json =>
    json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseDrain();
app.UseRateLimiter();
app.UseWebSockets();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapProbes();

// As many slots as a flight request has in the mean.
SlotsResponse ready = new([
    new Slot("from.city", "cape town", 13, 22, 0.987654f),
    new Slot("to.city", "lisbon", 26, 32, 0.9876543f),
    new Slot("depart.day", "monday", 36, 42, 0.98765f),
]);

// The request comes back.
app.MapPost("/echo", (SlotsRequest request) => TypedResults.Ok(request));

// A ready answer in the form that tagging has.
app.MapPost("/echo-answer", (SlotsRequest request) =>
    request.Text is null ? Results.BadRequest() : TypedResults.Ok(ready));

app.Run();
