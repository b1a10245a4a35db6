using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace FastElman.Extensions.Hosting.Tests.Samples;

/// <summary>samples/SmallService, which the guide prints, on a web server of its own.</summary>
[Collection(Telemetry.ListenersCollection.Name)]
public sealed class SmallServiceTests : IDisposable
{
    private const string Sentence = "flights from cape town to lisbon";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly TemporaryFolder _folder = new();
    private readonly List<Metric> _metrics = [];
    private readonly WebApplicationFactory<Program> _service;
    private readonly HttpClient _client;

    public SmallServiceTests()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"), ModelPath);
        _service = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder
            .UseUrls("http://127.0.0.1:0")
            .UseSetting("FastElman:flights:ModelPath", ModelPath)
            .UseSetting("FastElman:flights:Reload:Mode", "Off")
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services.ConfigureOpenTelemetryMeterProvider(
                metrics => metrics.AddInMemoryExporter(_metrics))));
        _service.UseKestrel();
        _client = _service.CreateClient();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string ModelPath => _folder.File("flights.safetensors");

    [Fact]
    public void It_has_at_most_40_lines_and_the_guide_prints_it()
    {
        var program = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "samples/SmallService/Program.cs"));
        Assert.InRange(program.TrimEnd().Split('\n').Length, 1, 40);
        Assert.Contains(
            $"```csharp\n{program}```",
            File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs/guide/serving.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_the_slots_of_a_text()
    {
        using var response = await _client.PostAsJsonAsync("/slots", Sentence, Cancellation);
        var slots = await response.Content.ReadFromJsonAsync<Slot[]>(Cancellation);
        Assert.Equal(
            [("from.city", "cape town"), ("to.city", "lisbon")], slots!.Select(slot => (slot.Name, slot.Text)));
    }

    [Fact]
    public async Task It_answers_words_one_by_one()
    {
        using var body = new StringContent(Sentence.Replace(' ', '\n'));
        using var response = await _client.PostAsync("/stream", body, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = (await response.Content.ReadAsStringAsync(Cancellation)).Split("\n\n")[..^1];
        Assert.Equal(
            ["from.city", "to.city"],
            events.Select(each => JsonSerializer.Deserialize<Slot>(each.Split("data: ")[1], Web).Name));
        Assert.All(events, each => Assert.StartsWith("event: slot\n", each, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_healthy_and_reloads()
    {
        Assert.Equal("Healthy", await _client.GetStringAsync("/health", Cancellation));
        File.WriteAllBytes(ModelPath, []);
        Assert.Equal(ReloadOutcome.Failed, await ReloadAsync());
        Assert.Equal("Degraded", await _client.GetStringAsync("/health", Cancellation));
        using var response = await _client.PostAsJsonAsync("/slots", Sentence, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"), ModelPath, overwrite: true);
        Assert.Equal(ReloadOutcome.Unchanged, await ReloadAsync());
        Assert.Equal("Healthy", await _client.GetStringAsync("/health", Cancellation));
    }

    [Fact]
    public async Task It_reports_metrics()
    {
        using var response = await _client.PostAsJsonAsync("/slots", Sentence, Cancellation);
        _service.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.Contains(_metrics, metric => metric.Name == "fastelman.tag.duration");
        Assert.Contains(_metrics, metric => metric.Name == "fastelman.words");
    }

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    private async Task<ReloadOutcome> ReloadAsync()
    {
        using var response = await _client.PostAsync("/reload", content: null, Cancellation);
        return (await response.Content.ReadFromJsonAsync<ReloadResult>(Cancellation))!.Outcome;
    }
}
