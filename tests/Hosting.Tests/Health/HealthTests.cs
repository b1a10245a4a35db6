using FastElman.Extensions.Hosting.Health;
using FastElman.Extensions.Hosting.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace FastElman.Extensions.Hosting.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_model_that_passes_its_self_test_is_healthy()
    {
        await using var service = await TestService.StartAsync();
        service.Time.Advance(TimeSpan.FromSeconds(90));
        var entry = await CheckAsync(service);
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(90.0, entry.Data["ageSeconds"]);
        Assert.Equal(service.Provider.Current.Fingerprint, entry.Data["fingerprint"]);
        Assert.Equal(service.Provider.Current.LoadedAt, entry.Data["loadedAt"]);
        Assert.False(entry.Data.ContainsKey("lastReload"));
        Assert.Equal(["ready"], entry.Tags);
    }

    [Fact]
    public async Task A_failed_reload_degrades_until_one_goes_well()
    {
        await using var service = await TestService.StartAsync();
        service.Folder.Write("model.safetensors", "");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        var entry = await CheckAsync(service);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal("Failed", entry.Data["lastReload"]);
        Assert.StartsWith("The last reload has failed: ", entry.Description, StringComparison.Ordinal);

        CityModel.SaveTo(service.Folder, "place");
        await service.Provider.ReloadAsync(TestContext.Current.CancellationToken);
        entry = await CheckAsync(service);
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("Replaced", entry.Data["lastReload"]);
    }

    [Fact]
    public async Task Before_the_model_is_loaded_the_service_is_not_healthy()
    {
        await using var service = new TestService();
        var entry = await CheckAsync(service);
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal("No model is loaded.", entry.Description);
    }

    [Fact]
    public async Task A_model_that_fails_its_self_test_is_not_healthy()
    {
        await using var service = await TestService.StartAsync();
        var settings = new FastElmanSettings();
        settings.SelfTest.Sentence = CityModel.Sentence;
        settings.SelfTest.ExpectedSlots.Add("day");
        var check = new ModelHealthCheck((ModelProvider)service.Provider, settings, service.Time);
        var registration = new HealthCheckRegistration("model", check, failureStatus: null, tags: null);
        var result = await check.CheckHealthAsync(
            new HealthCheckContext { Registration = registration }, TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Equal(
            "The self-test failed: expected the slots day, found city, city.", result.Description);
    }

    [Fact]
    public async Task The_check_can_be_left_out()
    {
        await using var service = await TestService.StartAsync(
            new Dictionary<string, string?> { ["DisableHealthChecks"] = "true" });
        Assert.Empty((await ReportAsync(service)).Entries);
    }

    [Fact]
    public async Task The_model_without_a_name_has_a_check_too()
    {
        await using var service = await TestService.StartAsync(configure: builder =>
            builder.AddFastElman(
                settings => settings.ModelPath = builder.Configuration[$"FastElman:{TestService.Model}:ModelPath"]));
        var report = await ReportAsync(service);
        Assert.Equal(["FastElman", "FastElman:flights"], report.Entries.Keys.Order());
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    private static Task<HealthReport> ReportAsync(TestService service) =>
        service.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);

    private static async Task<HealthReportEntry> CheckAsync(TestService service) =>
        (await ReportAsync(service)).Entries["FastElman:flights"];
}
