using Grpc.Net.Client;

namespace FastElman.Samples.TaggingService.Tests.Grpc;

/// <summary>A channel to a service.</summary>
internal static class GrpcService
{
    public static GrpcChannel Connect(this RunningService service) => GrpcChannel.ForAddress(service.GrpcAddress);
}
