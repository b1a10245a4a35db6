using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace FastElman.Samples.TaggingService.Tests.Streaming;

/// <summary>A sentence that arrives in the body of a request, answered by server-sent events.</summary>
public sealed class ServerSentEventTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_is_sent_before_the_sentence_has_ended()
    {
        var body = new PieceByPiece();
        await using var events = Events(fixture.Service, body).GetAsyncEnumerator(Cancellation);
        body.Send("flights from cape\ntown to lisbon\n");
        body.Send("on\n");

        var first = await NextAsync(events);
        Assert.Equal("slot", first.EventType);
        Assert.Equal("cape town", first.Data.GetProperty("slot").GetProperty("text").GetString());
        Assert.Equal(2, first.Data.GetProperty("slot").GetProperty("start").GetInt32());
        Assert.Equal(4, first.Data.GetProperty("slot").GetProperty("end").GetInt32());

        body.Complete();
        Assert.Equal("lisbon", (await NextAsync(events)).Data.GetProperty("slot").GetProperty("text").GetString());
        var last = await NextAsync(events);
        Assert.Equal("end", last.EventType);
        Assert.True(last.Data.GetProperty("end").GetBoolean());
        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(RunningService.Patience, Cancellation));
    }

    [Fact]
    public async Task An_empty_sentence_ends_without_slots()
    {
        var body = new PieceByPiece();
        body.Complete();
        await using var events = Events(fixture.Service, body).GetAsyncEnumerator(Cancellation);

        Assert.Equal("end", (await NextAsync(events)).EventType);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_of_requests_may_be_streamed()
    {
        var body = new PieceByPiece();
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumBodyBytes"] = "100" });
        for (var i = 0; i < 20; i++)
        {
            body.Send("to lisbon and oslo\n");
        }

        body.Complete();
        await using var events = Events(service, body).GetAsyncEnumerator(Cancellation);
        var types = new List<string>();
        while (types is not [.., "end" or "problem"])
        {
            types.Add((await NextAsync(events)).EventType);
        }

        Assert.Equal("end", types[^1]);
        Assert.True(types.Count > 20);
    }

    [Theory]
    [InlineData("Service:Limits:MaximumWords", "3", "to lisbon and oslo", "more than 3 words")]
    [InlineData("Service:Limits:MaximumBodyBytes", "10", "to lisbon and oslo", "more than 10 bytes")]
    [InlineData("Service:Limits:MaximumBodyBytes", "10", "to lisbon a\nto oslo\n", "more than 10 bytes")]
    public async Task A_sentence_beyond_a_limit_ends_with_the_problem(
        string limit, string value, string sentence, string problem)
    {
        var body = new PieceByPiece();
        await using var service = new RunningService(new Dictionary<string, string> { [limit] = value });
        await using var events = Events(service, body).GetAsyncEnumerator(Cancellation);
        body.Send(sentence);
        if (limit.EndsWith("Words", StringComparison.Ordinal))
        {
            body.Send("\n");
        }

        SseItem<JsonElement> item;
        do
        {
            item = await NextAsync(events);
        }
        while (item.EventType == "slot");

        Assert.Equal("problem", item.EventType);
        Assert.Contains(problem, item.Data.GetProperty("problem").GetString(), StringComparison.Ordinal);
        body.Complete();
    }

    internal static async IAsyncEnumerable<SseItem<JsonElement>> Events(RunningService service, PieceByPiece body)
    {
        // .NET's client of HTTP/1.1 reads no answer before it has sent the whole body.
        using var client = new HttpClient { BaseAddress = service.GrpcAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/slots/stream")
        {
            Content = body,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancellation);
        var parser = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<JsonElement>(data));
        await foreach (var item in parser.EnumerateAsync(Cancellation))
        {
            yield return item;
        }
    }

    internal static async Task<SseItem<JsonElement>> NextAsync(IAsyncEnumerator<SseItem<JsonElement>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(RunningService.Patience, Cancellation));
        return events.Current;
    }
}
