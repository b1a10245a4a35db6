using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FastElman.Extensions.Hosting.Tests.Models;

/// <summary>Files that are no models, or none that can serve; and settings that change too late.</summary>
public sealed class OddFileTests
{
    [Fact]
    public async Task A_host_whose_model_is_a_pipe_does_not_start()
    {
        await using var service = new TestService();
        MakePipe(service.ModelPath);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => service.StartAsync().WaitAsync(TestService.Patience, TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "Setting FastElman:flights:ModelPath is wrong: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("an empty file, a pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_takes_the_place_of_the_model_is_refused_and_the_next_file_is_loaded()
    {
        await using var service = await TestService.StartAsync();
        MakePipe(service.ModelPath);
        var result = await ReloadAsync(service);
        Assert.Equal(ReloadOutcome.Failed, result.Outcome);

        // Behind a link it is the same one.
        File.Move(service.ModelPath, service.Folder.File("pipe"));
        File.CreateSymbolicLink(service.ModelPath, service.Folder.File("pipe"));
        Assert.Equal(result.Problem, (await ReloadAsync(service)).Problem);

        File.Delete(service.ModelPath);
        CityModel.SaveTo(service.Folder, "place");
        Assert.Equal(ReloadOutcome.Replaced, (await ReloadAsync(service)).Outcome);
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task A_host_whose_model_is_a_folder_does_not_start()
    {
        await using var service = new TestService();
        File.Delete(service.ModelPath);
        Directory.CreateDirectory(service.ModelPath);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(service.StartAsync);
        Assert.Equal(
            "Setting FastElman:flights:ModelPath is wrong: expected the path of a model file that exists, "
                + $"found \"{service.ModelPath}\".",
            error.Message);
    }

    [Fact]
    public async Task A_folder_that_takes_the_place_of_the_model_is_refused()
    {
        await using var service = await TestService.StartAsync();
        File.Delete(service.ModelPath);
        Directory.CreateDirectory(service.ModelPath);
        Assert.Equal(ReloadOutcome.Failed, (await ReloadAsync(service)).Outcome);
        Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
    }

    [Theory]
    [InlineData(true, false, "The model has no labels by name: a service tags text, and needs both.")]
    [InlineData(false, true, "The model has no words by name: a service tags text, and needs both.")]
    [InlineData(false, false, "The model has no words by name: a service tags text, and needs both.")]
    public async Task A_model_without_names_cannot_serve(bool hasWords, bool hasLabels, string problem)
    {
        var named = CityModel.Create();
        var model = ElmanModel.Create(
            named.ExportParameters(), hasWords ? named.Vocabulary : null, hasLabels ? named.Labels : null);
        await using (var service = new TestService())
        {
            model.Save(service.ModelPath);
            var error = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);
            Assert.EndsWith($"found \"{service.ModelPath}\". {problem}", error.Message, StringComparison.Ordinal);
        }

        await using (var service = await TestService.StartAsync())
        {
            model.Save(service.ModelPath);
            var result = await ReloadAsync(service);
            Assert.Equal((ReloadOutcome.Failed, problem), (result.Outcome, result.Problem));
            Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
        }
    }

    [Fact]
    public async Task Two_models_may_have_one_file()
    {
        var path = "";
        await using var service = new TestService(configure: builder => builder.Services.AddFastElman(
            "twin", settings => (settings.ModelPath, settings.Reload.Mode) = (path, ReloadMode.Off)));
        path = service.ModelPath;
        await service.StartAsync();
        var twin = service.Services.GetRequiredKeyedService<IModelProvider>("twin");
        Assert.NotSame(service.Provider.Current, twin.Current);

        CityModel.SaveTo(service.Folder, "place");
        Assert.Equal(ReloadOutcome.Replaced, (await ReloadAsync(service)).Outcome);
        Assert.NotEqual(service.Provider.Current.Fingerprint, twin.Current.Fingerprint);
        await twin.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(service.Provider.Current.Fingerprint, twin.Current.Fingerprint);
    }

    [Fact]
    public async Task Settings_that_change_after_the_start_have_no_effect()
    {
        await using var service = await TestService.StartAsync();
        var configuration = (IConfigurationRoot)service.Services.GetRequiredService<IConfiguration>();
        configuration["FastElman:flights:ModelPath"] = service.Folder.File("nowhere");
        configuration["FastElman:flights:Compile:MinimumConfidence"] = "nonsense";
        configuration.Reload();
        CityModel.SaveTo(service.Folder, "place");
        Assert.Equal(ReloadOutcome.Replaced, (await ReloadAsync(service)).Outcome);
        Assert.Equal(0, service.Provider.Current.Model.MinimumConfidence);
    }

    [Fact]
    public async Task A_thousand_reloads_at_once_end_with_the_last_file()
    {
        await using var service = await TestService.StartAsync();
        var reloads = new List<Task<ReloadResult>>();
        for (var i = 0; i < 1000; i++)
        {
            if (i % 250 == 0)
            {
                CityModel.SaveTo(service.Folder, $"place{i}");
            }

            reloads.Add(service.Provider.ReloadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(2, service.Tagger.FindSlots(CityModel.Sentence).Count);
        }

        var results = await Task.WhenAll(reloads);
        Assert.DoesNotContain(results, result => result.Outcome == ReloadOutcome.Failed);
        Assert.InRange(results.Count(result => result.Outcome == ReloadOutcome.Replaced), 1, 4);
        Assert.Equal("place750", service.Tagger.FindSlots("boston")[0].Name);
    }

    private static Task<ReloadResult> ReloadAsync(TestService service) =>
        service.Provider.ReloadAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);

    /// <summary>A named pipe: opening it waits for a writer, and there is none.</summary>
    private static void MakePipe(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes of Windows are no files.");
        File.Delete(path);
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
