using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Tests.Grpc;
using FastElman.Samples.TaggingService.Tests.Http;
using FastElman.Samples.TaggingService.Tests.Streaming;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastElman.Samples.TaggingService.Tests.Limits;

/// <summary>
/// A model without &lt;UNK&gt; cannot take a word that it does not have. The caller is told where the word is, and no
/// log holds it.
/// </summary>
public sealed class UnknownWordTests : IAsyncDisposable
{
    private const string Secret = "xyzzy";
    private const string NoUnknownWord = "is not in the vocabulary of the model, which has no <UNK> to stand for it.";

    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog _log = new(LogLevel.Trace);
    private readonly RunningService _service;

    public UnknownWordTests()
    {
        var flights = ElmanModel.Load(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"));
        var words = flights.Vocabulary!.Select(word => word == Vocabulary.UnknownWord ? "unusual" : word);
        ElmanModel.Create(flights.ExportParameters(), new Vocabulary(words), flights.Labels)
            .Save(_folder.File("closed.safetensors"));
        _service = new RunningService(
            new Dictionary<string, string>
            {
                ["FastElman:ModelPath"] = _folder.File("closed.safetensors"),
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
            },
            services => services.AddSingleton<ILoggerProvider>(_log));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_refused_with_the_place_of_the_word()
    {
        using var answer = await PostAsync("/v1/slots", new { text = $"flights to {Secret} and lisbon" });

        Assert.Equal(
            $"The word from 11 to 16 {NoUnknownWord}",
            await SlotEndpointTests.ProblemOf(answer, HttpStatusCode.BadRequest));
        using var known = await PostAsync("/v1/slots", new { text = "flights to lisbon" });
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task Texts_are_refused_with_the_text_and_the_place_of_the_word()
    {
        using var answer = await PostAsync("/v1/slots/many", new { texts = new[] { "to lisbon", $"to {Secret}" } });

        Assert.Equal(
            $"Text 1: The word from 3 to 8 {NoUnknownWord}",
            await SlotEndpointTests.ProblemOf(answer, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Server_sent_events_end_with_the_problem()
    {
        using var sentence = new StringContent($"flights\nto {Secret}\n");
        using var answer = await _service.Client.PostAsync("/v1/slots/stream", sentence, Cancellation);

        var events = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("event: problem", events, StringComparison.Ordinal);
        Assert.Contains("The word at place 2 of the sentence is not in", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WebSocket_ends_with_the_problem()
    {
        using var socket = await WebSocketTests.ConnectAsync(_service.HttpAddress);
        await WebSocketTests.SendAsync(socket, Secret);

        Assert.Equal(
            $"The word at place 0 of the sentence {NoUnknownWord}",
            (await WebSocketTests.ReceiveAsync(socket)).GetProperty("problem").GetString());
        await WebSocketTests.RequireCloseAsync(socket, WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Calls_of_gRPC_end_with_an_invalid_argument()
    {
        using var channel = _service.Connect();
        var client = new TextTagger.TextTaggerClient(channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.FindSlotsAsync(
            new FindSlotsRequest { Text = Secret }, cancellationToken: Cancellation));
        Assert.Equal(new Status(StatusCode.InvalidArgument, $"The word from 0 to 5 {NoUnknownWord}"), refusal.Status);

        using var words = client.StreamSlots(cancellationToken: Cancellation);
        await words.RequestStream.WriteAsync(new Word { Text = $"to {Secret}" }, Cancellation);
        refusal = await Assert.ThrowsAsync<RpcException>(() => words.ResponseStream.NextAsync());
        Assert.Equal(
            new Status(StatusCode.InvalidArgument, $"The word at place 1 of the sentence {NoUnknownWord}"),
            refusal.Status);

        using var sessions = client.StreamSessions(cancellationToken: Cancellation);
        await sessions.RequestStream.WriteAsync(
            new SessionWords { Words = { new SessionWord { Session = 7, Text = $"to {Secret}" } } }, Cancellation);
        refusal = await Assert.ThrowsAsync<RpcException>(() => sessions.ResponseStream.NextAsync());
        Assert.Equal(
            new Status(
                StatusCode.InvalidArgument, $"The word at place 1 of the sentence of session 7 {NoUnknownWord}"),
            refusal.Status);
    }

    /// <summary>Each test ends here: whatever it asked, and however it was refused.</summary>
    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
        Assert.NotEmpty(_log.Messages);
        Assert.DoesNotContain(_log.Messages, message => message.Contains(Secret, StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> PostAsync(string path, object body) =>
        _service.Client.PostAsJsonAsync(path, body, Cancellation);
}
