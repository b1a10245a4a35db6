using FastElman.Benchmarks.Service.Failures;
using FastElman.Benchmarks.Service.Load;

namespace FastElman.Samples.TaggingService.Tests.Failures;

/// <summary>
/// The service as a process of its own while callers send requests: the runs of bench/service/failures, each a few
/// seconds long.
/// </summary>
[Collection(Alone.Name)]
public sealed class UnderLoadTests : IDisposable
{
    private static readonly string Service = Path.Combine(AppContext.BaseDirectory, "TaggingService.dll");

    private static readonly Texts Texts = new(
    [
        "flights from oslo to cape town",
        "show me the cheapest flight to lisbon on monday morning",
        "from new york to boston via denver",
        "does united fly from paris to rome before noon",
        "what",
    ]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SIGTERM_loses_no_request_that_the_service_has_taken()
    {
        SkipElsewhere();
        var run = new ShutdownUnderLoad(Service, Texts, drainTime: TimeSpan.FromSeconds(1));

        Assert.Empty(await run.RunAsync(loadTime: TimeSpan.FromSeconds(1)));
        Assert.All(run.Counts, counts => Assert.True(counts.Sent > 0, $"{counts}"));
    }

    [Fact]
    public async Task Reloads_of_good_and_broken_files_fail_no_request()
    {
        SkipElsewhere();
        var first = Path.Combine(AppContext.BaseDirectory, "flights.safetensors");
        var run = new ReloadUnderLoad(Service, Texts, first, OtherModel(first));

        Assert.Empty(await run.RunAsync(replacements: 8));
        Assert.Equal(4, run.Replaced);
        Assert.InRange(run.Refused, 4, int.MaxValue);
        Assert.Equal(run.Counts.Sent, run.Counts.Answered);
    }

    public void Dispose() => _folder.Dispose();

    private static void SkipElsewhere()
    {
        Alone.SkipInTheMatrix();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What asks a process to stop is SIGTERM of Linux.");
    }

    /// <summary>The same network with another name for a slot, so that the answers tell the two apart.</summary>
    private string OtherModel(string file)
    {
        var model = ElmanModel.Load(file);
        var labels = model.Labels!.Select(
            label => label.Replace("from.city", "origin", StringComparison.Ordinal)).ToArray();
        var other = _folder.File("other.safetensors");
        ElmanModel.Create(model.ExportParameters(), model.Vocabulary, new LabelSet(labels)).Save(other);
        return other;
    }
}
