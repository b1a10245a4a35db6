using System.Net;
using System.Net.Http.Json;
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

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private Task<HttpResponseMessage> PostAsync(string path, object body) =>
        fixture.Service.Client.PostAsJsonAsync(path, body, Cancellation);
}
