using FastElman.Extensions.Hosting.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FastElman.Extensions.Hosting.Tests.Models;

public sealed class StartTests
{
    [Fact]
    public async Task The_model_is_ready_before_any_other_service_starts()
    {
        var witness = new Witness();
        await using var service = await TestService.StartAsync(configure: builder =>
            builder.Services.AddSingleton<IHostedService>(provider => witness.Of(provider)));
        Assert.True(witness.SawModel);
        Assert.Contains(
            service.Logs.GetSnapshot(),
            record => record.Category == "FastElman" && record.Message.StartsWith("Model flights is ready after"));
    }

    [Fact]
    public async Task A_host_with_wrong_settings_does_not_start()
    {
        await using var service = new TestService(new Dictionary<string, string?> { ["Shadow:Share"] = "2" });
        var error = await Assert.ThrowsAsync<OptionsValidationException>(service.StartAsync);
        Assert.Equal(
            "Setting FastElman:flights:Shadow:Share is wrong: expected a number from 0 to 1, found \"2\".",
            error.Message);
    }

    [Fact]
    public async Task A_host_with_a_broken_model_does_not_start()
    {
        await using var service = new TestService();
        service.Folder.Write("model.safetensors", CityModel.Bytes().AsSpan(..^10));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);
        Assert.StartsWith(
            "Setting FastElman:flights:ModelPath is wrong: expected the path of a model that can serve, "
                + $"found \"{service.ModelPath}\". ",
            error.Message,
            StringComparison.Ordinal);
        Assert.IsType<ModelFormatException>(error.InnerException);
    }

    [Fact]
    public async Task A_host_whose_model_fails_the_self_test_does_not_start()
    {
        await using var service = new TestService(new Dictionary<string, string?>
        {
            ["SelfTest:Sentence"] = CityModel.Sentence,
            ["SelfTest:ExpectedSlots:0"] = CityModel.Slot,
            ["SelfTest:ExpectedSlots:1"] = "day",
        });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);
        Assert.EndsWith(
            "The self-test failed: expected the slots day, found city, city.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_control_characters_leaves_them_out_of_the_message()
    {
        await using var service = new TestService(new Dictionary<string, string?>
        {
            ["SelfTest:Sentence"] = CityModel.Sentence,
            ["SelfTest:ExpectedSlots:0"] = "day\u001b[2J\n",
        });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);
        Assert.Contains("expected the slots day\uFFFD[2J\uFFFD, found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_of_the_self_test_that_the_model_cannot_take_is_named()
    {
        await using var service = new TestService(
            new Dictionary<string, string?> { ["SelfTest:Sentence"] = "flights to atlantis" });
        CityModel.Create(unknownWord: "please").Save(service.ModelPath);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);
        Assert.EndsWith(
            "The self-test failed: the model has neither the word \"atlantis\" of its sentence nor <UNK>.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_host_the_first_call_loads_the_model()
    {
        using var folder = new TemporaryFolder();
        var path = CityModel.SaveTo(folder);
        using var services = new ServiceCollection()
            .AddFastElman(settings => settings.ModelPath = path)
            .BuildServiceProvider();
        Assert.Equal(2, services.GetRequiredService<ServiceTagger>().FindSlots(CityModel.Sentence).Count);
    }

    [Fact]
    public async Task A_relative_path_starts_at_the_content_root()
    {
        using var folder = new TemporaryFolder();
        CityModel.SaveTo(folder);
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = folder.Path });
        builder.AddFastElman(settings => settings.ModelPath = "model.safetensors");
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var current = host.Services.GetRequiredService<IModelProvider>().Current;
        Assert.Equal(folder.File("model.safetensors"), current.Path);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Another service of the host, which is added before the model.</summary>
    private sealed class Witness : IHostedService
    {
        private IServiceProvider? _services;

        public bool SawModel { get; private set; }

        public Witness Of(IServiceProvider services)
        {
            _services = services;
            return this;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var provider = _services!.GetRequiredKeyedService<IModelProvider>(TestService.Model);
            SawModel = ((ModelProvider)provider).CurrentOrNull is not null;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
