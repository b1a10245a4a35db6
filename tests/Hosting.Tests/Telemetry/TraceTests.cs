using System.Diagnostics;

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
        Assert.Empty(_ended);
    }

    public void Dispose() => _listener.Dispose();
}
