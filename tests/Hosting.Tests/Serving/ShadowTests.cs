using FastElman.Extensions.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Tests.Serving;

public sealed class ShadowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_shadow_is_never_answered()
    {
        await using var service = await TestService.StartAsync(Shadow("place"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        var slots = service.Tagger.FindSlots(CityModel.Sentence);
        Assert.All(slots, slot => Assert.Equal(CityModel.Slot, slot.Name));
        await texts.WaitForMeasurementsAsync(1, TestService.Patience);
    }

    [Fact]
    public async Task Differences_are_counted_by_slot()
    {
        await using var service = await TestService.StartAsync(Shadow("place"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        using var differences = service.Collect<long>("fastelman.shadow.differences");
        service.Tagger.FindSlots("to boston");
        await texts.WaitForMeasurementsAsync(1, TestService.Patience);
        Assert.Equal(["different"], Outcomes(texts));
        Assert.Equal(
            [("city", "missing"), ("place", "added")],
            differences.GetMeasurementSnapshot().Select(each =>
                ($"{each.Tags["fastelman.slot.name"]}", $"{each.Tags["fastelman.difference"]}")));
    }

    [Fact]
    public async Task Every_form_of_a_call_is_compared()
    {
        await using var service = await TestService.StartAsync(Shadow(CityModel.Slot));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        service.Tagger.FindSlots(CityModel.Sentence);
        service.Tagger.FindSlots("“to” boston, «denver»"u8);
        service.Tagger.FindSlots(["to boston", "", "denver"]);
        service.Tagger.TagText("to boston", new Range[9], new int[9], out _);
        service.Tagger.TagSentence("to boston");
        await texts.WaitForMeasurementsAsync(7, TestService.Patience);
        Assert.All(Outcomes(texts), outcome => Assert.Equal("same", outcome));
    }

    [Fact]
    public async Task The_shadow_gets_its_share()
    {
        await using var service = await TestService.StartAsync(Shadow(CityModel.Slot, share: "0.25"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        for (var i = 0; i < 40; i++)
        {
            service.Tagger.FindSlots("boston");
        }

        await service.StopAsync();
        Assert.Equal(10, texts.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task What_waits_for_the_shadow_is_compared_before_the_host_has_stopped()
    {
        await using var service = await TestService.StartAsync(Shadow("place"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        for (var i = 0; i < 200; i++)
        {
            service.Tagger.FindSlots(CityModel.Sentence);
        }

        await service.StopAsync();
        Assert.Equal(Enumerable.Repeat("different", 200), Outcomes(texts));
    }

    [Fact]
    public async Task A_text_without_room_is_dropped()
    {
        var settings = Shadow(CityModel.Slot);
        settings["Shadow:QueueLength"] = "1";
        await using var service = new TestService(settings);
        using var texts = service.Collect<long>("fastelman.shadow.texts");

        // Before the host starts, nobody takes texts out of the queue.
        var shadow = service.Services.GetRequiredKeyedService<ModelServices>(TestService.Model).Shadow!;
        Assert.Equal(TestService.Model, shadow.Provider.Name);
        Assert.NotNull(shadow.Provider.Current);
        service.Tagger.FindSlots(["boston", "denver", "boston"]);
        Assert.Equal(["dropped", "dropped"], Outcomes(texts));
        await service.StartAsync();
        await service.StopAsync();
        Assert.Equal(["dropped", "dropped", "same"], Outcomes(texts));
    }

    [Fact]
    public async Task A_broken_shadow_does_not_keep_the_service_from_starting()
    {
        var settings = Shadow(CityModel.Slot);
        _folder.Write("shadow.safetensors", "nothing of a model");
        await using var service = await TestService.StartAsync(settings);
        Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
        Assert.Single(
            service.Logs.GetSnapshot(),
            record => record.Level == LogLevel.Error && record.Message.StartsWith("The shadow of model flights"));
    }

    [Fact]
    public async Task A_shadow_without_words_is_refused_when_it_is_loaded()
    {
        ElmanModel.Create(CityModel.Create().ExportParameters()).Save(_folder.File("shadow.safetensors"));
        await using var service = await TestService.StartAsync(Settings("1"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
        await service.StopAsync();
        Assert.Empty(texts.GetMeasurementSnapshot());
        Assert.Single(
            service.Logs.GetSnapshot(),
            record => record.Level == LogLevel.Error && record.Message.StartsWith("The shadow of model flights"));
    }

    [Fact]
    public async Task A_shadow_may_have_other_words_and_labels()
    {
        Other("B-place", "O", "<UNK>", "boston", "to").Save(_folder.File("shadow.safetensors"));
        await using var service = await TestService.StartAsync(Settings("1"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        using var differences = service.Collect<long>("fastelman.shadow.differences");
        service.Tagger.FindSlots("to boston");
        service.Tagger.TagText("to boston", new Range[9], new int[9], out _);
        service.Tagger.FindSlots("nothing here"u8);
        await service.StopAsync();
        Assert.Equal(["different", "different", "same"], Outcomes(texts));
        Assert.Equal(
            [("city", "missing"), ("place", "added"), ("city", "missing"), ("place", "added")],
            differences.GetMeasurementSnapshot().Select(each =>
                ($"{each.Tags["fastelman.slot.name"]}", $"{each.Tags["fastelman.difference"]}")));
    }

    [Fact]
    public async Task A_shadow_that_fails_is_counted_and_logged_once_without_the_text()
    {
        // Without a word for unknown ones it takes few texts.
        Other("B-place", "O", "boston").Save(_folder.File("shadow.safetensors"));
        await using var service = await TestService.StartAsync(Settings("1"));
        using var texts = service.Collect<long>("fastelman.shadow.texts");
        for (var i = 0; i < 50; i++)
        {
            Assert.Single(service.Tagger.FindSlots("secret boston"));
        }

        service.Tagger.FindSlots("boston");
        await service.StopAsync();
        Assert.Equal([.. Enumerable.Repeat("failed", 50), "different"], Outcomes(texts));
        var record = Assert.Single(service.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning);
        Assert.Contains("could not tag a text: UnknownWordException", record.Message, StringComparison.Ordinal);
        Assert.Null(record.Exception);
        Assert.DoesNotContain(
            service.Logs.GetSnapshot(), record => record.Message.Contains("secret", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Outcomes(MetricCollector<long> texts) =>
        texts.GetMeasurementSnapshot().Select(each => $"{each.Tags["fastelman.outcome"]}");

    private Dictionary<string, string?> Shadow(string slotName, string share = "1")
    {
        CityModel.SaveTo(_folder, slotName, "shadow.safetensors");
        return Settings(share);
    }

    private Dictionary<string, string?> Settings(string share) => new()
    {
        ["Shadow:ModelPath"] = _folder.File("shadow.safetensors"),
        ["Shadow:Share"] = share,
    };

    /// <summary>A model that labels boston with the first label, and every other word with the second.</summary>
    private static ElmanModel Other(string first, string second, params string[] words)
    {
        var parameters = new ElmanParameters(new ElmanShape(
            hiddenSize: 1, labelCount: 2, words.Length, embeddingSize: 1, windowSize: 1));
        parameters.HiddenBias[0] = -20;
        parameters.InputWeights[0] = 40;
        parameters.Embeddings[Array.IndexOf(words, "boston")] = 1;
        parameters.OutputWeights[0] = 20;
        parameters.OutputBias[1] = 10;
        return ElmanModel.Create(parameters, new Vocabulary(words), new LabelSet([first, second]));
    }
}
