using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FastElman.Extensions.Hosting.Tests.Telemetry;

[Collection(ListenersCollection.Name)]
public sealed class TraceTests : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FastElmanTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task A_call_is_an_activity_without_any_text()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        service.Tagger.FindSlots(CityModel.Sentence);
        var activity = Assert.Single(_ended);
        Assert.Equal("fastelman.tag", activity.OperationName);
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["fastelman.model"] = "flights",
                ["fastelman.model.fingerprint"] = service.Provider.Current.Fingerprint,
                ["fastelman.operation"] = "find_slots",
                ["fastelman.word.count"] = 6,
                ["fastelman.slot.count"] = 2,
            },
            activity.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task A_call_that_fails_is_an_activity_with_its_error()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        Assert.Throws<ArgumentException>(() => service.Tagger.TagText("boston", [], [], out _));
        var activity = Assert.Single(_ended);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("System.ArgumentException", activity.GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_batch_is_one_activity_with_the_counts_of_all_texts()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        service.Tagger.FindSlots([CityModel.Sentence, "to atlantis", "boston"]);
        var activity = Assert.Single(_ended);
        Assert.Equal("find_slots_batch", activity.GetTagItem("fastelman.operation"));
        Assert.Equal(9, activity.GetTagItem("fastelman.word.count"));
        Assert.Equal(3, activity.GetTagItem("fastelman.slot.count"));
    }

    [Fact]
    public async Task A_stream_is_one_activity_from_its_first_word_to_its_end()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        await foreach (var _ in service.Tagger.FindSlotsAsync(
            CityModel.Sentence.Split(' ').ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            Assert.Empty(_ended);
        }

        var activity = Assert.Single(_ended);
        Assert.Equal("fastelman.tag", activity.OperationName);
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["fastelman.model"] = "flights",
                ["fastelman.model.fingerprint"] = service.Provider.Current.Fingerprint,
                ["fastelman.operation"] = "find_slots_stream",
                ["fastelman.word.count"] = 6,
                ["fastelman.slot.count"] = 2,
            },
            activity.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task A_stream_belongs_to_who_began_it_and_is_nobodys_current_activity()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        using var request = new Activity("request").Start();
        await foreach (var _ in service.Tagger.TagAsync(Words(), TestContext.Current.CancellationToken))
        {
            Assert.Same(request, Activity.Current);
        }

        Assert.Same(request, Activity.Current);
        var activity = Assert.Single(_ended);
        Assert.Same(request, activity.Parent);
        Assert.Equal("tag_stream", activity.GetTagItem("fastelman.operation"));

        async IAsyncEnumerable<string> Words()
        {
            for (var word = 0; word < 5; word++)
            {
                Assert.Same(request, Activity.Current);
                await Task.Yield();
                yield return "boston";
            }
        }
    }

    [Fact]
    public async Task A_stream_that_fails_is_an_activity_with_its_error_and_one_that_is_left_is_not()
    {
        await using var service = await TestService.StartAsync();
        _ended.Clear();
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => ReadAsync(["to", null!], most: 5, CancellationToken.None));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(["to"], most: 5, cancelled.Token));
        await ReadAsync(["to", "boston"], most: 1, CancellationToken.None);
        Assert.Equal(
            [ActivityStatusCode.Error, ActivityStatusCode.Unset, ActivityStatusCode.Unset],
            _ended.Select(each => each.Status));
        Assert.Equal(
            ["System.ArgumentNullException", null, null], _ended.Select(each => each.GetTagItem("error.type")));

        async Task ReadAsync(string[] words, int most, CancellationToken cancellationToken)
        {
            await foreach (var _ in service.Tagger.TagAsync(Source(words, cancellationToken), cancellationToken))
            {
                if (--most == 0)
                {
                    break;
                }
            }
        }

        static async IAsyncEnumerable<string> Source(
            string[] words, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var word in words)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return word;
            }
        }
    }

    [Fact]
    public async Task Loading_is_an_activity()
    {
        await using var service = await TestService.StartAsync();
        service.Folder.Write("model.safetensors", "");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["fastelman.model.load", "fastelman.model.load"], _ended.Select(each => each.OperationName));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], _ended.Select(each => each.Status));
    }

    [Fact]
    public async Task Nothing_is_traced_where_tracing_is_off()
    {
        await using var service = await TestService.StartAsync(
            new Dictionary<string, string?> { ["DisableTracing"] = "true" });
        service.Tagger.FindSlots(CityModel.Sentence);
        await foreach (var _ in service.Tagger.TagAsync(
            new[] { "to" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
        }

        Assert.Empty(_ended);
    }

    public void Dispose() => _listener.Dispose();
}
