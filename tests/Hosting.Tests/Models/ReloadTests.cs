using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Tests.Models;

public sealed class ReloadTests
{
    [Fact]
    public async Task A_new_file_becomes_the_current_model()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        service.Time.Advance(TimeSpan.FromMinutes(5));
        CityModel.SaveTo(service.Folder, "place");

        var result = await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);

        var current = service.Provider.Current;
        Assert.Equal(ReloadOutcome.Replaced, result.Outcome);
        Assert.Null(result.Problem);
        Assert.Equal(current.Fingerprint, result.Fingerprint);
        Assert.Equal(service.Time.GetUtcNow(), result.At);
        Assert.Equal(service.Time.GetUtcNow(), current.LoadedAt);
        Assert.Same(result, service.Provider.LastReload);
        Assert.NotEqual(before.Fingerprint, current.Fingerprint);
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
        Assert.Same(current.Tagger, service.Services.GetRequiredKeyedService<Tagger>(TestService.Model));
    }

    [Fact]
    public async Task Whoever_holds_the_model_before_keeps_it()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(CityModel.Slot, before.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task The_same_file_changes_nothing()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        var token = service.Provider.GetReloadToken();
        CityModel.SaveTo(service.Folder);
        var result = await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ReloadOutcome.Unchanged, result.Outcome);
        Assert.Same(before, service.Provider.Current);
        Assert.False(token.HasChanged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-10)]
    [InlineData(-1)]
    public async Task A_half_written_file_is_logged_and_the_model_stays(int end)
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        var bytes = CityModel.Bytes("place");
        service.Folder.Write("model.safetensors", bytes.AsSpan(0, end < 0 ? bytes.Length + end : end));
        await AssertFailsAsync(service, before);

        service.Folder.Write("model.safetensors", bytes);
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task A_broken_file_is_logged_and_the_model_stays()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        service.Folder.Write("model.safetensors", "<html>404</html>");
        await AssertFailsAsync(service, before);
    }

    [Fact]
    public async Task A_missing_file_is_logged_and_the_model_stays()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        File.Delete(service.ModelPath);
        await AssertFailsAsync(service, before);
    }

    [Fact]
    public async Task A_model_that_fails_the_self_test_is_logged_and_the_one_before_stays()
    {
        await using var service = await TestService.StartAsync(new Dictionary<string, string?>
        {
            ["SelfTest:Sentence"] = CityModel.Sentence,
            ["SelfTest:ExpectedSlots:0"] = CityModel.Slot,
        });
        var before = service.Provider.Current;
        CityModel.SaveTo(service.Folder, "place");
        var result = await AssertFailsAsync(service, before);
        Assert.Equal("The self-test failed: expected the slots city, found place, place.", result.Problem);
    }

    [Fact]
    public async Task Subscribers_are_told_of_each_new_model()
    {
        await using var service = await TestService.StartAsync();
        foreach (var name in (string[])["place", "town"])
        {
            var token = service.Provider.GetReloadToken();
            string? seen = null;
            using var registration = token.RegisterChangeCallback(
                _ => seen = service.Tagger.FindSlots("boston")[0].Name, null);
            CityModel.SaveTo(service.Folder, name);
            await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
            Assert.True(token.HasChanged);
            Assert.Equal(name, seen);
        }
    }

    [Fact]
    public async Task A_subscriber_that_fails_is_logged_and_the_model_is_current()
    {
        await using var service = await TestService.StartAsync();
        using var registration = service.Provider.GetReloadToken().RegisterChangeCallback(
            _ => throw new InvalidOperationException("not now"), null);
        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
        Assert.Single(service.Logs.GetSnapshot(), record => record.Message.StartsWith("A subscriber to reloads"));
    }

    [Fact]
    public async Task A_reload_that_is_cancelled_leaves_the_model_and_the_next_one_works()
    {
        await using var service = await TestService.StartAsync();
        var before = service.Provider.Current;
        CityModel.SaveTo(service.Folder, "place");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.Provider.ReloadAsync(new CancellationToken(canceled: true)));
        Assert.Same(before, service.Provider.Current);
        var result = await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ReloadOutcome.Replaced, result.Outcome);
    }

    [Fact]
    public async Task No_request_fails_while_good_and_broken_files_come()
    {
        await using var service = await TestService.StartAsync();
        byte[][] files = [CityModel.Bytes("place"), CityModel.Bytes("place")[..^7], CityModel.Bytes()];
        using var done = new CancellationTokenSource();
        var served = 0;
        Task[] clients = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(Serve))];
        for (var i = 0; i < 12; i++)
        {
            service.Folder.Write("model.safetensors", files[i % files.Length]);
            var result = await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(i % files.Length == 1 ? ReloadOutcome.Failed : ReloadOutcome.Replaced, result.Outcome);
        }

        await done.CancelAsync();
        await Task.WhenAll(clients);
        Assert.True(served > 0);

        void Serve()
        {
            do
            {
                var slots = service.Tagger.FindSlots(CityModel.Sentence);
                Assert.Equal(2, slots.Count);
                Assert.Equal(slots[0].Name, slots[1].Name);
                Interlocked.Increment(ref served);
            }
            while (!done.IsCancellationRequested);
        }
    }

    private static async Task<ReloadResult> AssertFailsAsync(TestService service, ModelSnapshot before)
    {
        var result = await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ReloadOutcome.Failed, result.Outcome);
        Assert.Equal(before.Fingerprint, result.Fingerprint);
        Assert.NotEmpty(result.Problem!);
        Assert.Same(before, service.Provider.Current);
        Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
        var record = Assert.Single(service.Logs.GetSnapshot(), record => record.Level == LogLevel.Error);
        Assert.Equal(
            $"Model flights could not be reloaded from {service.ModelPath}; "
                + $"the model {before.Fingerprint} goes on serving.",
            record.Message);
        Assert.NotNull(record.Exception);
        return result;
    }
}
