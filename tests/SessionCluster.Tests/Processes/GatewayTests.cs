using System.Net;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Samples.SessionCluster.Tests.Processes;

/// <summary>What callers and orchestrators see of a gateway process.</summary>
[Collection(Alone.Name)]
public sealed class GatewayTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "SessionCluster.dll");

    [Fact]
    public async Task A_gateway_is_ready_as_long_as_it_reaches_a_silo()
    {
        ClusterTests.SkipElsewhere();
        await using var cluster = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await ReadinessAsync(cluster));

        await cluster.KillAsync(cluster.Silos[0]);

        await Eventually.IsTrueAsync(
            async () => await ReadinessAsync(cluster) == HttpStatusCode.ServiceUnavailable, "the gateway is not ready");
        await cluster.AddSiloAsync();
        await Eventually.IsTrueAsync(
            async () => await ReadinessAsync(cluster) == HttpStatusCode.OK, "the gateway is ready again");
    }

    [Fact]
    public async Task Calls_beyond_the_limit_are_refused_and_the_others_go_on()
    {
        ClusterTests.SkipElsewhere();
        await using var cluster = await StartAsync(("Cluster__MaximumCalls", "1"));
        using var channel = GrpcChannel.ForAddress(cluster.Gateway.GrpcAddress);
        var client = new TaggingClient(channel);
        using var first = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken);
        await SayAsync(first, "from");

        using (var second = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken))
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(
                () => second.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        }

        await SayToTheEndAsync(first);
    }

    [Fact]
    public async Task A_full_silo_refuses_new_sessions_and_goes_on_with_the_others()
    {
        ClusterTests.SkipElsewhere();
        await using var cluster = await StartAsync(("Cluster__MaximumSessionsOfSilo", "1"));
        using var channel = GrpcChannel.ForAddress(cluster.Gateway.GrpcAddress);
        var client = new TaggingClient(channel);
        using var first = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken);
        await SayAsync(first, "from");

        using (var second = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken))
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(() => SayAsync(second, "from"));
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
            Assert.Contains("as many sessions as they may have", refusal.Status.Detail, StringComparison.Ordinal);
        }

        await SayToTheEndAsync(first);

        // The one that has ended makes room.
        using var third = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken);
        await SayAsync(third, "from");
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_ends_its_calls_with_a_status()
    {
        ClusterTests.SkipElsewhere();
        await using var cluster = await StartAsync();
        using var channel = GrpcChannel.ForAddress(cluster.Gateway.GrpcAddress);
        var client = new TaggingClient(channel);
        using var call = client.StreamSessions(cancellationToken: TestContext.Current.CancellationToken);
        await SayAsync(call, "from");

        cluster.Gateway.Terminate();

        var end = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        Assert.StartsWith("The gateway ends: ", end.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>Sends a word more, and ends the call.</summary>
    private static async Task SayToTheEndAsync(AsyncDuplexStreamingCall<SessionWords, SessionLabels> call)
    {
        await SayAsync(call, "oslo");
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    private static Task<SessionClusterProcesses> StartAsync(params (string Key, string Value)[] settings) =>
        SessionClusterProcesses.StartAsync(
            Program,
            FlightsModel.File,
            [ProcessPlace.Loopback],
            settings: settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    private static async Task<HttpStatusCode> ReadinessAsync(SessionClusterProcesses cluster)
    {
        using var client = new HttpClient { BaseAddress = cluster.Gateway.HttpAddress };
        using var answer = await client.GetAsync(
            new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Sends a word and waits for the answer.</summary>
    private static async Task SayAsync(AsyncDuplexStreamingCall<SessionWords, SessionLabels> call, string word)
    {
        await call.RequestStream.WriteAsync(new SessionWords { Words = { new SessionWord { Text = word } } });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }
}
