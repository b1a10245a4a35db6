using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>
/// A service with the package FastElman.Extensions.Hosting, published with NativeAOT: its settings come from a section,
/// which reflection could not fill there. Warnings of the compiler about what it had to cut are errors.
/// </summary>
public sealed class NativeServiceTests(PackageFeed feed) : IDisposable
{
    private const string Program =
        """
        using FastElman;
        using FastElman.Extensions.Hosting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.AddFastElman("flights");
        using IHost host = builder.Build();
        await host.StartAsync();
        CompiledModel model = host.Services.GetRequiredKeyedService<CompiledModel>("flights");
        Console.WriteLine($"{model.Decoding} {model.MinimumConfidence} {model.Precision}");
        Console.WriteLine(host.Services.GetRequiredKeyedService<ServiceTagger>("flights").TagSentence("worda").Length);
        IModelProvider models = host.Services.GetRequiredKeyedService<IModelProvider>("flights");
        Console.WriteLine((await models.ReloadAsync()).Outcome);
        await host.StopAsync();
        """;

    private readonly ConsumerProject _project =
        new(feed, Program, ["FastElman.Extensions.Hosting", "Microsoft.Extensions.Hosting/10.0.15"]);

    [Fact]
    public void Its_settings_come_from_its_section()
    {
        PublishedProgramTests.SkipInTheMatrix();
        var shape = new ElmanShape(hiddenSize: 8, labelCount: 3, vocabularySize: 4, embeddingSize: 3, windowSize: 3);
        ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            RandomModel.Vocabulary(shape),
            new LabelSet(["O", "B-city", "I-city"])).Save(_project.Folder.File("model.safetensors"));

        var (executable, _) = _project.Publish("PublishAot=true");
        var output = DotnetCommand.Run(
            executable,
            _project.Folder.Path,
            "--FastElman:flights:ModelPath=model.safetensors",
            "--FastElman:flights:Reload:Mode=Off",
            "--FastElman:flights:Compile:Decoding=Iob",
            "--FastElman:flights:Compile:MinimumConfidence=0.25");
        Assert.Equal(
            ["Iob 0.25 Float32", "1", "Unchanged"],
            output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => _project.Dispose();
}
