using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace FastElman.Extensions.Hosting.Tests.Telemetry;

/// <summary>What an exporter of OpenTelemetry gets of every way to tag, counted by hand.</summary>
[Collection(ListenersCollection.Name)]
public sealed class ExportedCountTests
{
    private static readonly string[] Batch = ["from boston to denver", "atlantis", ""];

    /// <summary>No slot is sure enough: 1 / (1 + 2/e) = 0.58.</summary>
    [Fact]
    public async Task Words_and_omitted_slots_are_those_of_calls_and_batches()
    {
        var counts = await CountsAsync(scale: 1, "ArgMax", async tagger =>
        {
            tagger.FindSlots("show atlantis to boston");
            tagger.FindSlots("show atlantis to boston"u8);
            tagger.FindSlots(Batch);
            tagger.TagText("to atlantis", new Range[11], new int[11], out _);
            tagger.TagText("to boston", new Range[11], new int[11], out _, new float[11]);
            tagger.TagSentence("to atlantis");
            await foreach (var _ in tagger.TagAsync(
                new[] { "to", "atlantis" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal(4 + 4 + 5 + 2 + 2 + 2 + 2, counts["fastelman.words"]);
        Assert.Equal(1 + 1 + 1 + 1 + 0 + 1 + 1, counts["fastelman.words.unknown"]);
        Assert.Equal(1 + 1 + 2, counts["fastelman.slots.omitted"]);
        Assert.Equal(0, counts["fastelman.words.rescored"]);
        Assert.False(counts.ContainsKey("fastelman.slots"));
    }

    /// <summary>All labels have the same logit, so that bytes leave every word open that they are tried for.</summary>
    [Theory]
    [InlineData("ArgMax", 2 + 2)]
    [InlineData("Iob", 2 + 2 + 2 + 4 + 4 + 5)]
    public async Task Words_are_rescored_where_bytes_leave_them_open(string decoding, int expected)
    {
        var counts = await CountsAsync(scale: 0, decoding, tagger =>
        {
            tagger.TagText("to atlantis", new Range[11], new int[11], out _);
            tagger.TagSentence("to atlantis");
            tagger.TagText("to boston", new Range[11], new int[11], out _, new float[11]);
            tagger.FindSlots("show atlantis to boston");
            tagger.FindSlots("show atlantis to boston"u8);
            tagger.FindSlots(Batch);
            return Task.CompletedTask;
        });
        var usesBytes = CityModel.Create(scale: 0).Compile().Diagnostics.UsesByteArgMax;
        Assert.Equal(usesBytes ? expected : 0, counts["fastelman.words.rescored"]);
        Assert.Equal(2 + 2 + 2 + 4 + 4 + 5, counts["fastelman.words"]);
    }

    [Fact]
    public async Task A_batch_counts_the_slots_of_all_its_texts()
    {
        var counts = await CountsAsync(scale: 20, "ArgMax", tagger =>
        {
            tagger.FindSlots(Batch);
            return Task.CompletedTask;
        });
        Assert.Equal(2, counts["fastelman.slots"]);
        Assert.Equal(5, counts["fastelman.words"]);
        Assert.False(counts.ContainsKey("fastelman.slots.omitted"));
    }

    /// <summary>The sums of the counters after some calls; those that nothing was added to are missing.</summary>
    private static async Task<Dictionary<string, long>> CountsAsync(
        float scale, string decoding, Func<ServiceTagger, Task> calls)
    {
        var exported = new List<Metric>();
        var folder = new TemporaryFolder();
        CityModel.Create(scale: scale).Save(folder.File("model.safetensors"));
        var settings = new Dictionary<string, string?>
        {
            ["Compile:MinimumConfidence"] = "0.9",
            ["Compile:Decoding"] = decoding,
        };
        await using var service = new TestService(
            settings,
            configure: builder => builder.Services.AddOpenTelemetry().WithMetrics(
                metrics => metrics.AddMeter(FastElmanTelemetry.MeterName).AddInMemoryExporter(exported)),
            folder: folder);
        await service.StartAsync();
        await calls(service.Tagger);
        service.Services.GetRequiredService<MeterProvider>().ForceFlush();
        var counts = new Dictionary<string, long>();
        foreach (var metric in exported.Where(metric => metric.MetricType == MetricType.LongSum))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                counts[metric.Name] = counts.GetValueOrDefault(metric.Name) + point.GetSumLong();
            }
        }

        return counts;
    }
}
