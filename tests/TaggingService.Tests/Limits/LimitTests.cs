using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Tests.Grpc;
using FastElman.Samples.TaggingService.Tests.Http;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Tests.Limits;

/// <summary>What a caller may ask for over HTTP.</summary>
public sealed class LimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_of_as_many_words_as_are_allowed_is_tagged_and_one_more_is_refused()
    {
        await using var service = With("MaximumWords", "3");
        using var allowed = await PostAsync(service, "/v1/slots", new { text = "flights to oslo" });
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);

        using var refused = await PostAsync(service, "/v1/slots", new { text = "flights to new oslo" });
        Assert.Equal(
            "The text has 4 words; at most 3 are allowed.",
            await SlotEndpointTests.ProblemOf(refused, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task More_texts_than_are_allowed_are_refused()
    {
        await using var service = With("MaximumTexts", "1");
        using var refused = await PostAsync(service, "/v1/slots/many", new { texts = new[] { "a", "b" } });

        Assert.Equal(
            "There are 2 texts; at most 1 are allowed.",
            await SlotEndpointTests.ProblemOf(refused, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_refused_with_and_without_its_length(bool isChunked)
    {
        await using var service = With("MaximumBodyBytes", "100");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/slots")
        {
            Content = JsonContent.Create(new { text = new string('x', 200) }),
        };
        await request.Content.LoadIntoBufferAsync(Cancellation);
        request.Headers.TransferEncodingChunked = isChunked;
        using var refused = await service.Client.SendAsync(request, Cancellation);

        await SlotEndpointTests.ProblemOf(refused, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Requests_beyond_the_rate_are_told_when_to_come_again_and_probes_are_never_refused()
    {
        await using var service = With("RequestsPerSecond", "1");
        using var first = await PostAsync(service, "/v1/slots", new { text = "to oslo" });
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        // A second request within the second is refused; on a slow machine it may have to be asked for again.
        HttpResponseMessage refused;
        do
        {
            refused = await PostAsync(service, "/v1/slots", new { text = "to oslo" });
        }
        while (refused.StatusCode == HttpStatusCode.OK);

        await SlotEndpointTests.ProblemOf(refused, HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        for (var i = 0; i < 5; i++)
        {
            using var probe = await service.Client.GetAsync("/health/ready", Cancellation);
            Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
        }
    }

    [Fact]
    public async Task The_rate_is_the_one_that_is_set()
    {
        // Not a multiple of ten, as tokens come about ten times a second.
        const int Rate = 19;
        const int Seconds = 2;
        await using var service = With("RequestsPerSecond", $"{Rate}");
        var limiter = service.Services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var context = new DefaultHttpContext();
        Drain();
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(Seconds))
        {
            await Task.Delay(50, Cancellation);
            count += Drain();
        }

        Assert.InRange(count, 0.75 * Rate * Seconds, 1.1 * Rate * watch.Elapsed.TotalSeconds);

        int Drain()
        {
            var acquired = 0;
            while (true)
            {
                using var lease = limiter.AttemptAcquire(context);
                if (!lease.IsAcquired)
                {
                    return acquired;
                }

                acquired++;
            }
        }
    }

    [Fact]
    public async Task Calls_beyond_the_rate_have_the_status_of_gRPC_for_it()
    {
        await using var service = With("RequestsPerSecond", "1");
        using var channel = service.Connect();
        var client = new TextTagger.TextTaggerClient(channel);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await client.FindSlotsAsync(new FindSlotsRequest { Text = "to oslo" }, cancellationToken: Cancellation);
            }
        });

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    private static RunningService With(string limit, string value) =>
        new(new Dictionary<string, string> { ["Service:Limits:" + limit] = value });

    private static Task<HttpResponseMessage> PostAsync(RunningService service, string path, object body) =>
        service.Client.PostAsJsonAsync(path, body, Cancellation);
}
