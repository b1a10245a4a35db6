using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;

namespace FastElman.Samples.TaggingService.Tests.Grpc;

/// <summary>The calls of tagging.proto, by a client that is made from it.</summary>
public sealed class GrpcTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_answered_with_its_slots()
    {
        using var channel = fixture.Service.Connect();
        var answer = await new TextTagger.TextTaggerClient(channel).FindSlotsAsync(
            new FindSlotsRequest { Text = "flights from oslo to cape town" }, cancellationToken: Cancellation);

        Assert.Equal(["from.city", "to.city"], answer.Slots.Select(slot => slot.Name));
        Assert.Equal(["oslo", "cape town"], answer.Slots.Select(slot => slot.Text));
        Assert.Equal([13, 21], answer.Slots.Select(slot => slot.Start));
        Assert.Equal([17, 30], answer.Slots.Select(slot => slot.End));
        Assert.All(answer.Slots, slot => Assert.InRange(slot.Confidence, 0.1f, 1));
    }

    [Fact]
    public async Task Many_texts_are_answered_in_their_order()
    {
        using var channel = fixture.Service.Connect();
        var answer = await new TextTagger.TextTaggerClient(channel).FindSlotsOfManyAsync(
            new FindSlotsOfManyRequest { Texts = { "to oslo", "", "from cape town" } },
            cancellationToken: Cancellation);

        Assert.Equal(
            ["oslo", "", "cape town"],
            answer.Results.Select(result => string.Join(' ', result.Slots.Select(slot => slot.Text))));
    }

    [Fact]
    public async Task A_slot_is_sent_before_the_sentence_has_ended()
    {
        using var channel = fixture.Service.Connect();
        using var call = new TextTagger.TextTaggerClient(channel).StreamSlots(cancellationToken: Cancellation);
        foreach (var word in "flights from cape town to lisbon on".Split(' '))
        {
            await call.RequestStream.WriteAsync(new Word { Text = word }, Cancellation);
        }

        Assert.True(await call.ResponseStream.NextAsync());
        Assert.Equal("cape town", call.ResponseStream.Current.Text);
        Assert.Equal(2, call.ResponseStream.Current.Start);
        Assert.Equal(4, call.ResponseStream.Current.End);

        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.NextAsync());
        Assert.Equal("lisbon", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.NextAsync());
    }

    [Fact]
    public async Task A_text_beyond_a_limit_is_an_invalid_argument()
    {
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumWords"] = "3" });
        using var channel = service.Connect();
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new TextTagger.TextTaggerClient(channel).FindSlotsAsync(
                new FindSlotsRequest { Text = "a b c d" }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal("The text has 4 words; at most 3 are allowed.", refusal.Status.Detail);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_of_bodies_is_refused()
    {
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumBodyBytes"] = "100" });
        using var channel = service.Connect();
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new TextTagger.TextTaggerClient(channel).FindSlotsAsync(
                new FindSlotsRequest { Text = new string('x', 200) }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task A_stream_more_than_is_allowed_has_the_status_of_gRPC_for_it()
    {
        await using var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumStreams"] = "1" });
        using var channel = service.Connect();
        var client = new TextTagger.TextTaggerClient(channel);
        using var first = client.StreamSessions(cancellationToken: Cancellation);
        await first.RequestStream.WriteAsync(new SessionWords(), Cancellation);
        Assert.True(await first.ResponseStream.NextAsync());

        using var second = client.StreamSlots(cancellationToken: Cancellation);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.NextAsync());
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);

        // Whole texts are not streams.
        Assert.Single((await client.FindSlotsAsync(
            new FindSlotsRequest { Text = "to oslo" }, cancellationToken: Cancellation)).Slots);
    }
}
