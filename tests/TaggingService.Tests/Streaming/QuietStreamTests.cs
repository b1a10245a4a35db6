using System.Net.WebSockets;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Tests.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FastElman.Samples.TaggingService.Tests.Streaming;

/// <summary>A caller who goes quiet gives its place to another one, whatever carries the stream.</summary>
public sealed class QuietStreamTests : IAsyncDisposable
{
    private const string Problem = "Nothing has come for 00:00:30; a stream may not be quiet for longer.";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RunningService _service;
    private readonly GrpcChannel _channel;

    public QuietStreamTests()
    {
        _service = new RunningService(
            new Dictionary<string, string>
            {
                ["Service:Limits:StreamIdleTimeout"] = $"{Timeout}",
                ["Service:Limits:MaximumStreams"] = "1",
            },
            services => services.AddSingleton<TimeProvider>(_time));
        _channel = _service.Connect();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TextTagger.TextTaggerClient Client => new(_channel);

    [Theory]
    [InlineData("flights to")]
    [InlineData(null)]
    public async Task A_WebSocket_is_closed_within_a_sentence_and_between_two(string? words)
    {
        using var socket = await WebSocketTests.ConnectAsync(_service.HttpAddress);
        if (words is not null)
        {
            await WebSocketTests.SendAsync(socket, words);
        }

        var answer = await InTimeAsync(WebSocketTests.ReceiveAsync(socket));
        Assert.Equal(Problem, answer.GetProperty("problem").GetString());
        await WebSocketTests.RequireCloseAsync(socket, WebSocketCloseStatus.PolicyViolation);
        await RequirePlaceAsync();
    }

    [Fact]
    public async Task Server_sent_events_end_with_the_problem()
    {
        var body = new PieceByPiece();
        await using (var events = ServerSentEventTests.Events(_service, body).GetAsyncEnumerator(Cancellation))
        {
            body.Send("flights to\n");
            var last = await InTimeAsync(ServerSentEventTests.NextAsync(events));

            Assert.Equal("problem", last.EventType);
            Assert.Equal(Problem, last.Data.GetProperty("problem").GetString());
            body.Complete();
        }

        await RequirePlaceAsync();
    }

    [Fact]
    public async Task A_sentence_over_gRPC_ends_with_a_deadline_that_is_exceeded()
    {
        using var call = Client.StreamSlots(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new Word { Text = "flights to" }, Cancellation);

        var end = await Assert.ThrowsAsync<RpcException>(() => InTimeAsync(call.ResponseStream.NextAsync()));
        Assert.Equal(new Status(StatusCode.DeadlineExceeded, Problem), end.Status);
        await RequirePlaceAsync();
    }

    [Fact]
    public async Task Sessions_end_with_a_deadline_that_is_exceeded()
    {
        using var call = Client.StreamSessions(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new SessionWords(), Cancellation);
        Assert.True(await call.ResponseStream.NextAsync());

        var end = await Assert.ThrowsAsync<RpcException>(() => InTimeAsync(call.ResponseStream.NextAsync()));
        Assert.Equal(new Status(StatusCode.DeadlineExceeded, Problem), end.Status);
        await RequirePlaceAsync();
    }

    [Fact]
    public async Task A_stream_that_is_quiet_for_less_goes_on()
    {
        using var call = Client.StreamSessions(cancellationToken: Cancellation);
        for (var i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new SessionWords(), Cancellation);
            Assert.True(await call.ResponseStream.NextAsync());
            _time.Advance(Timeout * 0.75);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.NextAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _service.DisposeAsync();
    }

    /// <summary>Lets time pass until an answer comes: the service may begin to wait only now.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> answer)
    {
        while (!answer.IsCompleted)
        {
            _time.Advance(Timeout);
            await Task.WhenAny(answer, Task.Delay(20, Cancellation));
        }

        return await answer;
    }

    /// <summary>There is one place for a stream. It may take a moment to become free.</summary>
    private async Task RequirePlaceAsync()
    {
        var patience = DateTime.UtcNow + RunningService.Patience;
        while (true)
        {
            try
            {
                using var call = Client.StreamSessions(cancellationToken: Cancellation);
                await call.RequestStream.CompleteAsync();
                Assert.False(await call.ResponseStream.NextAsync());
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && DateTime.UtcNow < patience)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }
}
