using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FastElman.Samples.TaggingService.Tests.Http;

/// <summary>Slots of whole texts over HTTP.</summary>
public sealed class SlotEndpointTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_answered_with_its_slots()
    {
        using var answer = await PostAsync("/v1/slots", new { text = "flights from oslo to cape town" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var slots = (await JsonOf(answer)).GetProperty("slots").EnumerateArray().ToArray();
        Assert.Equal(["from.city", "to.city"], slots.Select(slot => slot.GetProperty("name").GetString()));
        Assert.Equal(["oslo", "cape town"], slots.Select(slot => slot.GetProperty("text").GetString()));
        Assert.Equal([13, 21], slots.Select(slot => slot.GetProperty("start").GetInt32()));
        Assert.Equal([17, 30], slots.Select(slot => slot.GetProperty("end").GetInt32()));
        Assert.All(slots, slot => Assert.InRange(slot.GetProperty("confidence").GetSingle(), 0, 1));
    }

    [Fact]
    public async Task Many_texts_are_answered_in_their_order()
    {
        using var answer = await PostAsync("/v1/slots/many", new { texts = new[] { "to oslo", "", "from cape town" } });

        var results = (await JsonOf(answer)).GetProperty("results").EnumerateArray();
        Assert.Equal(
            ["oslo", "", "cape town"],
            results.Select(result => string.Join(
                ' ', result.GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("text")))));
    }

    [Theory]
    [InlineData("""{"text": 3}""", "at $.text, line 1, byte 11")]
    [InlineData("""{"te""", "line 1, byte 5")]
    [InlineData("{\n \"text\": [] }", "at $.text, line 2")]
    [InlineData("""{"text": "a"} b""", "line 1, byte 15")]
    [InlineData("""{"text": "a"}{"text": "b"}""", "line 1, byte 14")]
    [InlineData("null", "The body is null.")]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{}", "The text is missing.")]
    [InlineData("""{"text": null}""", "The text is missing.")]
    public async Task A_body_of_another_form_is_answered_with_what_is_wrong_and_where(string body, string problem)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await fixture.Service.Client.PostAsync("/v1/slots", content, Cancellation);

        Assert.Contains(problem, await ProblemOf(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"texts": null}""", "The texts are missing.")]
    [InlineData("""{"texts": ["a", null]}""", "Text 1: The text is missing.")]
    [InlineData("""{"texts": ["a", 4]}""", "at $.texts[1]")]
    [InlineData("""{"texts": ["a"]}]""", "line 1, byte 17")]
    public async Task Many_texts_of_another_form_are_answered_with_what_is_wrong_and_where(string body, string problem)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await fixture.Service.Client.PostAsync("/v1/slots/many", content, Cancellation);

        Assert.Contains(problem, await ProblemOf(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_an_unsupported_type()
    {
        using var content = new StringContent("to oslo");
        using var answer = await fixture.Service.Client.PostAsync("/v1/slots", content, Cancellation);

        await ProblemOf(answer, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_in_chunks_is_read_whole()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/slots")
        {
            Content = JsonContent.Create(new { text = new string(' ', 50_000) + "to oslo" }),
        };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await fixture.Service.Client.SendAsync(request, Cancellation);

        var slot = Assert.Single((await JsonOf(answer)).GetProperty("slots").EnumerateArray());
        Assert.Equal("oslo", slot.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Answers_to_requests_at_once_are_not_mixed()
    {
        var cities = new[] { "oslo", "lisbon", "cape town" };
        await Parallel.ForAsync(0, 300, Cancellation, async (i, _) =>
        {
            using var answer = await PostAsync("/v1/slots", new { text = "flights to " + cities[i % 3] });
            var slot = Assert.Single((await JsonOf(answer)).GetProperty("slots").EnumerateArray());
            Assert.Equal(cities[i % 3], slot.GetProperty("text").GetString());
        });
    }

    internal static async Task<string?> ProblemOf(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonOf(answer);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private Task<HttpResponseMessage> PostAsync(string path, object body) =>
        fixture.Service.Client.PostAsJsonAsync(path, body, Cancellation);
}
