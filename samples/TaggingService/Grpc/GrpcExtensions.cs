using FastElman.Samples.TaggingService.Limits;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Grpc;

/// <summary>Adds the calls of tagging.proto. What is answered over gRPC lives in this room.</summary>
internal static class GrpcExtensions
{
    public static void AddGrpcCalls(this WebApplicationBuilder builder)
    {
        // Otherwise its route for unknown services, of two segments, takes the place of status 415 at /v1/slots.
        builder.Services.AddGrpc(grpc => grpc.IgnoreUnknownServices = true);
        builder.Services.AddSingleton<TaggingCalls>();
        builder.Services.AddOptions<GrpcServiceOptions>().Configure<IOptions<LimitSettings>>(
            (grpc, limits) => grpc.MaxReceiveMessageSize = limits.Value.MaximumBodyBytes);
    }

    public static void MapGrpcCalls(this WebApplication app) => app.MapGrpcService<TaggingCalls>();
}
