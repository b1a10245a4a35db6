using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Limits;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>Slots of whole texts. What is answered over HTTP lives in this room.</summary>
internal static class SlotEndpoints
{
    private const string Json = "application/json";

    public static void MapSlots(this WebApplication app)
    {
        var slots = app.MapGroup("/v1/slots").WithTags("Slots");
        slots.MapPost("", FindSlotsAsync)
            .Accepts<SlotsRequest>(Json)
            .Produces<SlotsResponse>();
        slots.MapPost("/many", FindSlotsOfManyAsync)
            .Accepts<ManySlotsRequest>(Json)
            .Produces<ManySlotsResponse>();
    }

    /// <summary>Finds the slots of a text.</summary>
    private static async Task FindSlotsAsync(HttpContext context, ServiceTagger tagger, TextLimits limits)
    {
        const string Example = """{"text": "flights from oslo to lisbon"}""";
        var request = await JsonBody.ReadAsync(context, ServiceJson.Default.SlotsRequest, Example);
        if (request is null)
        {
            return;
        }

        if (limits.ProblemOf(request.Text) is { } problem)
        {
            await JsonBody.Problem(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        JsonBody.Write(
            context, new SlotsResponse(tagger.FindSlots(request.Text!)), ServiceJson.Default.SlotsResponse);
    }

    /// <summary>Finds the slots of many texts at once.</summary>
    private static async Task FindSlotsOfManyAsync(HttpContext context, ServiceTagger tagger, TextLimits limits)
    {
        const string Example = """{"texts": ["flights from oslo", "to lisbon on monday"]}""";
        var request = await JsonBody.ReadAsync(context, ServiceJson.Default.ManySlotsRequest, Example);
        if (request is null)
        {
            return;
        }

        if (limits.ProblemOf(request.Texts) is { } problem)
        {
            await JsonBody.Problem(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var results = tagger.FindSlots(request.Texts!).Select(slots => new SlotsResponse(slots));
        JsonBody.Write(context, new ManySlotsResponse([.. results]), ServiceJson.Default.ManySlotsResponse);
    }
}
