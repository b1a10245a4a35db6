using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using FastElman.Samples.TaggingService.Contracts;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>One sentence in the body of a request, as it comes; its slots as server-sent events.</summary>
internal static class ServerSentEvents
{
    public static void MapServerSentEvents(this WebApplication app) =>
        app.MapPost("/v1/slots/stream", Answer)
            .WithTags("Streams")
            .Accepts<string>("text/plain")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .RequireRateLimiting(LimitExtensions.Streams);

    private static ServerSentEventsResult<StreamEvent> Answer(
        HttpContext context, StreamedSentence sentence, IOptions<LimitSettings> limits)
    {
        // A caller who thinks about the next word is not one who attacks by slowness.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var lines = Lines.ReadAsync(context.Request.BodyReader, limits.Value.MaximumBodyBytes);
        return TypedResults.ServerSentEvents(Events(sentence, lines, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<StreamEvent>> Events(
        StreamedSentence sentence, IAsyncEnumerable<string> lines, [EnumeratorCancellation] CancellationToken aborted)
    {
        string? problem = null;
        await using var slots = sentence.FindSlotsAsync(lines, aborted).GetAsyncEnumerator(aborted);
        while (true)
        {
            try
            {
                if (!await slots.MoveNextAsync())
                {
                    break;
                }
            }
            catch (StreamProblemException e)
            {
                problem = e.Message;
                break;
            }

            yield return Item(new StreamEvent(Slot: slots.Current));
        }

        problem ??= sentence.Ended.IsCancellationRequested ? StreamedSentence.EndOfService : null;
        yield return Item(problem is null ? new StreamEvent(End: true) : new StreamEvent(Problem: problem));
    }

    private static SseItem<StreamEvent> Item(StreamEvent streamEvent) => new(streamEvent, streamEvent.Type);
}
