using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>Slots of whole texts. What is answered over HTTP lives in this room.</summary>
internal static class SlotEndpoints
{
    public static void MapSlots(this WebApplication app)
    {
        var slots = app.MapGroup("/v1/slots").WithTags("Slots");
        slots.MapPost("", FindSlots).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        slots.MapPost("/many", FindSlotsOfMany).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>Finds the slots of a text.</summary>
    private static Results<Ok<SlotsResponse>, ProblemHttpResult> FindSlots(
        SlotsRequest request, ServiceTagger tagger, TextLimits limits) =>
        limits.ProblemOf(request.Text) is { } problem
            ? BadRequest(problem)
            : TypedResults.Ok(new SlotsResponse(tagger.FindSlots(request.Text!)));

    /// <summary>Finds the slots of many texts at once.</summary>
    private static Results<Ok<ManySlotsResponse>, ProblemHttpResult> FindSlotsOfMany(
        ManySlotsRequest request, ServiceTagger tagger, TextLimits limits) =>
        limits.ProblemOf(request.Texts) is { } problem
            ? BadRequest(problem)
            : TypedResults.Ok(new ManySlotsResponse(
                [.. tagger.FindSlots(request.Texts!).Select(slots => new SlotsResponse(slots))]));

    private static ProblemHttpResult BadRequest(string problem) =>
        TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
}
