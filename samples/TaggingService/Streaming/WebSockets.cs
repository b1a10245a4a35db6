using System.Net.WebSockets;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>Sentence after sentence over one WebSocket.</summary>
internal static class WebSockets
{
    public static void MapWebSockets(this WebApplication app) =>
        app.Map("/v1/slots/live", AnswerAsync)
            .ExcludeFromDescription()
            .RequireRateLimiting(LimitExtensions.Streams);

    private static async Task AnswerAsync(
        HttpContext context, StreamedSentence sentence, IOptions<LimitSettings> limits)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                // What to upgrade to, as RFC 9110 asks for with this status.
                context.Response.Headers.Upgrade = "websocket";
                context.Response.Headers.Connection = "Upgrade";
            }

            await Results.Problem(
                "This address speaks WebSocket.", statusCode: StatusCodes.Status426UpgradeRequired)
                .ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await new LiveSocket(socket, sentence, limits.Value.MaximumBodyBytes).RunAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The caller has gone without a word.
        }
    }
}
