using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace FastElman.Extensions.Hosting.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_call_is_timed_with_its_model_and_operation()
    {
        await using var service = await TestService.StartAsync();
        using var durations = service.Collect<double>("fastelman.tag.duration");
        service.Tagger.FindSlots(CityModel.Sentence);
        service.Tagger.FindSlots("boston"u8);
        service.Tagger.FindSlots(["boston", "denver"]);
        service.Tagger.TagText("boston", new Range[6], new int[6], out _);
        service.Tagger.TagSentence("boston");
        Assert.Equal(
            ["find_slots", "find_slots", "find_slots_batch", "tag_text", "tag_text"],
            durations.GetMeasurementSnapshot().Select(each => each.Tags["fastelman.operation"]));
        Assert.All(durations.GetMeasurementSnapshot(), each =>
        {
            Assert.Equal("flights", each.Tags["fastelman.model"]);
            Assert.False(each.Tags.ContainsKey("error.type"));
            Assert.Equal(0, each.Value);
        });
    }

    [Fact]
    public async Task A_call_that_fails_is_timed_with_its_error()
    {
        await using var service = await TestService.StartAsync();
        using var durations = service.Collect<double>("fastelman.tag.duration");
        Assert.Throws<ArgumentException>(() => service.Tagger.TagText("boston", [], [], out _));
        var measurement = Assert.Single(durations.GetMeasurementSnapshot());
        Assert.Equal("System.ArgumentException", measurement.Tags["error.type"]);
    }

    [Fact]
    public async Task Words_are_counted_and_unknown_ones_too()
    {
        await using var service = await TestService.StartAsync();
        using var words = service.Collect<long>("fastelman.words");
        using var unknown = service.Collect<long>("fastelman.words.unknown");
        service.Tagger.FindSlots("show flights from atlantis");
        Assert.Equal((4, 1), Sums(words, unknown));
        service.Tagger.FindSlots("show flights from atlantis"u8);
        Assert.Equal((8, 2), Sums(words, unknown));
        service.Tagger.FindSlots(["atlantis", "from eldorado"]);
        Assert.Equal((11, 4), Sums(words, unknown));
        service.Tagger.TagText("to atlantis", new Range[11], new int[11], out _);
        Assert.Equal((13, 5), Sums(words, unknown));
        service.Tagger.TagSentence("to atlantis");
        Assert.Equal((15, 6), Sums(words, unknown));
        await foreach (var _ in service.Tagger.TagAsync(
            new[] { "to", "atlantis" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal((17, 7), Sums(words, unknown));
    }

    [Fact]
    public async Task Words_of_a_stream_are_counted_while_it_runs()
    {
        await using var service = await TestService.StartAsync();
        using var words = service.Collect<long>("fastelman.words");
        await foreach (var _ in service.Tagger.FindSlotsAsync(
            Spoken(), TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(3, words.GetMeasurementSnapshot().Sum(each => each.Value));

        async IAsyncEnumerable<string> Spoken()
        {
            for (var before = 0; before < 3; before++)
            {
                await Task.Yield();
                Assert.Equal(before, words.GetMeasurementSnapshot().Sum(each => each.Value));
                yield return "to";
            }
        }
    }

    [Fact]
    public async Task Slots_are_counted_by_name_with_their_confidence()
    {
        await using var service = await TestService.StartAsync();
        using var slots = service.Collect<long>("fastelman.slots");
        using var confidence = service.Collect<double>("fastelman.slot.confidence");
        var found = service.Tagger.FindSlots(CityModel.Sentence);
        Assert.Equal(["city", "city"], slots.GetMeasurementSnapshot().Select(each => each.Tags["fastelman.slot.name"]));
        Assert.Equal(
            found.Select(slot => (double)slot.Confidence),
            confidence.GetMeasurementSnapshot().Select(each => each.Value));
    }

    [Fact]
    public async Task Slots_of_little_confidence_are_counted_as_omitted()
    {
        await using var service = await TestService.StartAsync(
            new Dictionary<string, string?> { ["Compile:MinimumConfidence"] = "1" },
            configure: null);
        CityModel.Create(scale: 1).Save(service.ModelPath);
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        using var omitted = service.Collect<long>("fastelman.slots.omitted");
        Assert.Empty(service.Tagger.FindSlots(CityModel.Sentence));
        Assert.Equal(2, Assert.Single(omitted.GetMeasurementSnapshot()).Value);

        omitted.Clear();
        Assert.False(await service.Tagger.FindSlotsAsync(
            CityModel.Sentence.Split(' ').ToAsyncEnumerable(),
            TestContext.Current.CancellationToken).AnyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, omitted.GetMeasurementSnapshot().Sum(each => each.Value));
    }

    [Fact]
    public async Task Streams_are_counted_while_they_run()
    {
        await using var service = await TestService.StartAsync();
        using var active = service.Collect<int>("fastelman.streams.active");
        await foreach (var _ in service.Tagger.TagAsync(
            new[] { "boston" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            active.RecordObservableInstruments();
        }

        active.RecordObservableInstruments();
        Assert.Equal([1, 0], active.GetMeasurementSnapshot().Select(each => each.Value));
    }

    [Fact]
    public async Task Loading_is_timed_and_reloads_are_counted_by_outcome()
    {
        await using var service = new TestService();
        using var durations = service.Collect<double>("fastelman.model.load.duration");
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        await service.StartAsync();
        Assert.Single(durations.GetMeasurementSnapshot());

        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        service.Folder.Write("model.safetensors", "");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["unchanged", "replaced", "failed"],
            reloads.GetMeasurementSnapshot().Select(each => each.Tags["fastelman.outcome"]));
        Assert.Equal(
            "FastElman.ModelFormatException", durations.GetMeasurementSnapshot()[^1].Tags["error.type"]);
    }

    [Fact]
    public async Task The_age_of_the_model_starts_again_with_each_model()
    {
        await using var service = await TestService.StartAsync();
        using var age = service.Collect<double>("fastelman.model.age");
        service.Time.Advance(TimeSpan.FromMinutes(1));
        age.RecordObservableInstruments();
        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        age.RecordObservableInstruments();
        Assert.Equal([60, 0], age.GetMeasurementSnapshot().Select(each => each.Value));
    }

    [Fact]
    public async Task Nothing_is_measured_where_metrics_are_off()
    {
        await using var service = await TestService.StartAsync(
            new Dictionary<string, string?> { ["DisableMetrics"] = "true" });
        using var durations = service.Collect<double>("fastelman.tag.duration");
        using var age = service.Collect<double>("fastelman.model.age");
        service.Tagger.FindSlots(CityModel.Sentence);
        age.RecordObservableInstruments();
        Assert.Empty(durations.GetMeasurementSnapshot());
        Assert.Empty(age.GetMeasurementSnapshot());
    }

    private static (long Words, long Unknown) Sums(MetricCollector<long> words, MetricCollector<long> unknown) =>
        (words.GetMeasurementSnapshot().Sum(each => each.Value),
            unknown.GetMeasurementSnapshot().Sum(each => each.Value));
}
