using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace FastElman.Extensions.Hosting.Tests.Telemetry;

/// <summary>What an exporter of OpenTelemetry gets is what docs/guide/serving.md promises.</summary>
[Collection(ListenersCollection.Name)]
public sealed partial class ExporterTests
{
    [Fact]
    public async Task Instruments_have_the_names_kinds_and_units_of_the_guide()
    {
        var exported = await ExportAsync();
        Assert.Equal(
            Documented(), exported.Select(metric => (metric.Name, Kind(metric.MetricType), metric.Unit)).Order());
    }

    [Fact]
    public async Task Times_of_calls_have_buckets_of_microseconds()
    {
        var durations = (await ExportAsync()).Single(metric => metric.Name == "fastelman.tag.duration");
        foreach (ref readonly var point in durations.GetMetricPoints())
        {
            var bounds = new List<double>();
            foreach (var bucket in point.GetHistogramBuckets())
            {
                bounds.Add(bucket.ExplicitBound);
            }

            Assert.Equal([1e-6, 2e-6, 5e-6], bounds[..3]);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
        }
    }

    private static async Task<IReadOnlyList<Metric>> ExportAsync()
    {
        var exported = new List<Metric>();
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?>
        {
            ["Compile:MinimumConfidence"] = "1",
            ["Shadow:ModelPath"] = CityModel.SaveTo(folder, "town"),
            ["Shadow:Share"] = "1",
        };
        await using var service = new TestService(settings, configure: builder => builder.Services
            .AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(FastElmanTelemetry.MeterName).AddInMemoryExporter(exported)));
        using var shadow = service.Collect<long>("fastelman.shadow.texts");
        await service.StartAsync();

        // Sure slots are found, and after a reload unsure ones are left out.
        service.Tagger.FindSlots(CityModel.Sentence);
        await shadow.WaitForMeasurementsAsync(1, TestService.Patience);
        CityModel.Create("place", scale: 1).Save(service.ModelPath);
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        service.Tagger.FindSlots(CityModel.Sentence);
        await shadow.WaitForMeasurementsAsync(2, TestService.Patience);
        service.Services.GetRequiredService<MeterProvider>().ForceFlush();

        // A host that ends exports once more.
        return [.. exported];
    }

    /// <summary>The rows of the table of instruments: | `name` | kind | unit | ...</summary>
    private static IEnumerable<(string, string, string)> Documented() =>
        Row().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs/guide/serving.md")))
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))
            .Order();

    private static string Kind(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum => "counter",
        MetricType.LongSumNonMonotonic => "up-down counter",
        MetricType.DoubleGauge => "gauge",
        _ => $"{type}",
    };

    [GeneratedRegex(@"^\| `(fastelman\.[a-z.]+)` \| ([a-z -]+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
