using System.Net.WebSockets;
using System.Text.Json;

namespace FastElman.Samples.TaggingService.Tests.Streaming;

/// <summary>Sentence after sentence over a WebSocket.</summary>
public sealed class WebSocketTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slots_come_while_the_sentence_goes_on_and_an_empty_message_ends_it()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        await SendAsync(socket, "flights from cape");
        await SendAsync(socket, "town to lisbon");
        await SendAsync(socket, "on");
        Assert.Equal("cape town", TextOf(await ReceiveAsync(socket)));

        await SendAsync(socket, "");
        Assert.Equal("lisbon", TextOf(await ReceiveAsync(socket)));
        Assert.True((await ReceiveAsync(socket)).GetProperty("end").GetBoolean());
    }

    [Fact]
    public async Task The_next_sentence_begins_anew()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        foreach (var city in new[] { "oslo", "lisbon" })
        {
            await SendAsync(socket, "flights to " + city);
            await SendAsync(socket, "");
            var slot = await ReceiveAsync(socket);
            Assert.Equal(city, TextOf(slot));
            Assert.Equal(2, slot.GetProperty("slot").GetProperty("start").GetInt32());
            Assert.True((await ReceiveAsync(socket)).GetProperty("end").GetBoolean());
        }
    }

    [Fact]
    public async Task A_caller_who_closes_gets_the_rest_of_the_sentence_and_a_close()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        await SendAsync(socket, "flights to lisbon");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancellation);

        Assert.Equal("lisbon", TextOf(await ReceiveAsync(socket)));
        Assert.True((await ReceiveAsync(socket)).GetProperty("end").GetBoolean());
        await RequireCloseAsync(socket, WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task A_caller_who_says_nothing_gets_no_end_of_a_sentence()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancellation);

        await RequireCloseAsync(socket, WebSocketCloseStatus.NormalClosure);
    }

    [Theory]
    [InlineData("Service:Limits:MaximumWords", "3", "to lisbon and oslo", "more than 3 words")]
    [InlineData("Service:Limits:MaximumBodyBytes", "10", "to lisbon and oslo", "more than 10 bytes")]
    public async Task A_message_beyond_a_limit_ends_the_stream_with_the_problem(
        string limit, string value, string message, string problem)
    {
        await using var service = new RunningService(new Dictionary<string, string> { [limit] = value });
        using var socket = await ConnectAsync(service.HttpAddress);
        await SendAsync(socket, message);

        var answer = await ReceiveAsync(socket);
        while (answer.TryGetProperty("slot", out _))
        {
            answer = await ReceiveAsync(socket);
        }

        Assert.Contains(problem, answer.GetProperty("problem").GetString(), StringComparison.Ordinal);
        await RequireCloseAsync(socket, WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_binary_message_ends_the_stream_with_the_problem()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        await socket.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, endOfMessage: true, Cancellation);

        Assert.Contains(
            "text messages", (await ReceiveAsync(socket)).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await RequireCloseAsync(socket, WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_message_of_many_kilobytes_is_read_whole()
    {
        using var socket = await ConnectAsync(fixture.Service.HttpAddress);
        await SendAsync(socket, new string(' ', 20_000) + "flights to lisbon");
        await SendAsync(socket, "");

        Assert.Equal("lisbon", TextOf(await ReceiveAsync(socket)));
    }

    [Fact]
    public async Task A_request_that_is_no_WebSocket_is_told_so()
    {
        using var answer = await fixture.Service.Client.GetAsync("/v1/slots/live", Cancellation);

        Assert.Equal(426, (int)answer.StatusCode);
        Assert.Equal("websocket", Assert.Single(answer.Headers.Upgrade).Name);
        Assert.Contains("Upgrade", answer.Headers.Connection);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_stream_more_than_is_allowed_is_refused_until_another_ends()
    {
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumStreams"] = "1" });
        using (var first = await ConnectAsync(service.HttpAddress))
        {
            await SendAsync(first, "to");
            var refusal = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(service.HttpAddress));
            Assert.Contains("429", refusal.Message, StringComparison.Ordinal);
        }

        // The first one has gone without a word; the service notices by itself.
        var patience = DateTime.UtcNow + RunningService.Patience;
        while (true)
        {
            try
            {
                using var second = await ConnectAsync(service.HttpAddress);
                break;
            }
            catch (WebSocketException) when (DateTime.UtcNow < patience)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }

    internal static async Task<ClientWebSocket> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(address) { Scheme = "ws", Path = "/v1/slots/live" }.Uri, Cancellation);
        return socket;
    }

    internal static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancellation);

    internal static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, Cancellation).WaitAsync(RunningService.Patience, Cancellation);
        Assert.Equal(WebSocketMessageType.Text, read.MessageType);
        Assert.True(read.EndOfMessage);
        return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, read.Count));
    }

    internal static async Task RequireCloseAsync(ClientWebSocket socket, WebSocketCloseStatus status)
    {
        var read = await socket.ReceiveAsync(new byte[4096], Cancellation)
            .WaitAsync(RunningService.Patience, Cancellation);
        Assert.Equal(WebSocketMessageType.Close, read.MessageType);
        Assert.Equal(status, socket.CloseStatus);
    }

    private static string? TextOf(JsonElement answer) =>
        answer.GetProperty("slot").GetProperty("text").GetString();
}
