using Grpc.Core;
using Grpc.Net.Client;

namespace FastElman.Samples.TaggingService.Tests.Grpc;

/// <summary>A channel to a service.</summary>
internal static class GrpcService
{
    public static GrpcChannel Connect(this RunningService service) => GrpcChannel.ForAddress(service.GrpcAddress);

    /// <summary>Waits for the next answer, and not for ever.</summary>
    public static Task<bool> NextAsync<T>(this IAsyncStreamReader<T> answers) =>
        answers.MoveNext(TestContext.Current.CancellationToken)
            .WaitAsync(RunningService.Patience, TestContext.Current.CancellationToken);
}
