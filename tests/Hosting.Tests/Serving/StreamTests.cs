using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace FastElman.Extensions.Hosting.Tests.Serving;

public sealed class StreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_keeps_its_model_until_it_ends()
    {
        await using var service = await TestService.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        await using var labels = service.Tagger
            .TagAsync(words.Reader.ReadAllAsync(Cancellation), Cancellation)
            .GetAsyncEnumerator(Cancellation);
        words.Writer.TryWrite("boston");
        Assert.True(await labels.MoveNextAsync());
        Assert.Equal(new TaggedWord("boston", "B-city"), labels.Current);

        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(Cancellation);

        words.Writer.TryWrite("denver");
        Assert.True(await labels.MoveNextAsync());
        Assert.Equal(new TaggedWord("denver", "B-city"), labels.Current);
        words.Writer.Complete();
        Assert.False(await labels.MoveNextAsync());
        Assert.Equal("B-place", (await TagAsync(service, "denver"))[0].Label);
    }

    [Fact]
    public async Task A_stream_that_was_resolved_keeps_its_model_too()
    {
        await using var service = await TestService.StartAsync();
        var stream = service.Services.GetRequiredKeyedService<TaggingStream>(TestService.Model);
        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(Cancellation);
        Assert.True(stream.Push("boston", out var label));
        Assert.Equal("B-city", label);
    }

    [Fact]
    public async Task Words_come_out_with_their_labels()
    {
        await using var service = await TestService.StartAsync();
        Assert.Equal(
            [new("from", "O"), new("boston", "B-city"), new("x", "O")],
            await TagAsync(service, "from", "boston", "x"));
    }

    [Fact]
    public async Task Slots_come_out_as_the_words_come()
    {
        await using var service = await TestService.StartAsync();
        var slots = new List<Slot>();
        await foreach (var slot in service.Tagger.FindSlotsAsync(
            Words("from", "boston", "to", "denver"), Cancellation))
        {
            slots.Add(slot);
        }

        Assert.Equal([("city", "boston"), ("city", "denver")], slots.Select(slot => (slot.Name, slot.Text)));
    }

    private static async Task<IReadOnlyList<TaggedWord>> TagAsync(TestService service, params string[] words)
    {
        var tagged = new List<TaggedWord>();
        await foreach (var word in service.Tagger.TagAsync(Words(words), Cancellation))
        {
            tagged.Add(word);
        }

        return tagged;
    }

    private static async IAsyncEnumerable<string> Spoken(
        string[] words, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var word in words)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return word;
        }
    }

    private static IAsyncEnumerable<string> Words(params string[] words) =>
        Spoken(words, Cancellation);
}
