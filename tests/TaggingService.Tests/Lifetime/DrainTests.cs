using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Tests.Grpc;
using FastElman.Samples.TaggingService.Tests.Streaming;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace FastElman.Samples.TaggingService.Tests.Lifetime;

/// <summary>The end of the service: it says so, answers for a while, ends its streams, and closes.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Three quarters of it, and a little. In the rest the last messages of streams arrive.</summary>
    private static readonly TimeSpan TimeToEndOfStreams = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_was_asked_to_stop_is_not_ready_but_alive_and_answers_until_it_has_drained()
    {
        var time = new FakeTimeProvider();
        await using var service = Start(time);
        using (var ready = await service.Client.GetAsync("/health/ready", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        }

        var stop = service.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        using (var notReady = await service.Client.GetAsync("/health/ready", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);
        }

        using (var alive = await service.Client.GetAsync("/health/live", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }

        using (var answer = await service.Client.PostAsJsonAsync("/v1/slots", new { text = "to oslo" }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.ConnectionClose);
        }

        Assert.False(stop.IsCompleted);
        time.Advance(DrainTime);
        await stop.WaitAsync(RunningService.Patience, Cancellation);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.Client.GetAsync("/health/live", Cancellation));
    }

    [Fact]
    public async Task A_WebSocket_gets_the_slots_of_the_words_that_have_come_and_a_close()
    {
        var time = new FakeTimeProvider();
        await using var service = Start(time);
        using var socket = await WebSocketTests.ConnectAsync(service.HttpAddress);
        await WebSocketTests.SendAsync(socket, "flights from cape town to lisbon on");
        await WebSocketTests.ReceiveAsync(socket);

        var stop = service.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        time.Advance(TimeToEndOfStreams);

        var slot = (await WebSocketTests.ReceiveAsync(socket)).GetProperty("slot");
        Assert.Equal("lisbon", slot.GetProperty("text").GetString());
        await WebSocketTests.RequireCloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancellation);
        time.Advance(DrainTime - TimeToEndOfStreams);
        await stop.WaitAsync(RunningService.Patience, Cancellation);
    }

    [Fact]
    public async Task A_WebSocket_between_two_sentences_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var service = Start(time);
        using var socket = await WebSocketTests.ConnectAsync(service.HttpAddress);

        var stop = service.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        time.Advance(TimeToEndOfStreams);

        await WebSocketTests.RequireCloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancellation);
        time.Advance(DrainTime - TimeToEndOfStreams);
        await stop.WaitAsync(RunningService.Patience, Cancellation);
    }

    [Fact]
    public async Task Streams_of_gRPC_end_with_a_status_that_says_where_to_go()
    {
        var time = new FakeTimeProvider();
        await using var service = Start(time);
        using var channel = service.Connect();
        var client = new TextTagger.TextTaggerClient(channel);
        using var words = client.StreamSlots(cancellationToken: Cancellation);
        await words.RequestStream.WriteAsync(new Word { Text = "flights to oslo and lisbon on" }, Cancellation);
        Assert.True(await words.ResponseStream.NextAsync());
        using var sessions = client.StreamSessions(cancellationToken: Cancellation);
        await sessions.RequestStream.WriteAsync(new SessionWords(), Cancellation);
        Assert.True(await sessions.ResponseStream.NextAsync());

        var stop = service.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        time.Advance(TimeToEndOfStreams);

        Assert.True(await words.ResponseStream.NextAsync());
        Assert.Equal("lisbon", words.ResponseStream.Current.Text);
        var end = await Assert.ThrowsAsync<RpcException>(() => words.ResponseStream.NextAsync());
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        end = await Assert.ThrowsAsync<RpcException>(() => sessions.ResponseStream.NextAsync());
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        time.Advance(DrainTime - TimeToEndOfStreams);
        await stop.WaitAsync(RunningService.Patience, Cancellation);
    }

    private static RunningService Start(FakeTimeProvider time) =>
        new(
            new Dictionary<string, string> { ["Service:Shutdown:DrainTime"] = $"{DrainTime}" },
            services => services.AddSingleton<TimeProvider>(time));
}
