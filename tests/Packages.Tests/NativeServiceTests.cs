using System.Runtime.InteropServices;
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

    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <PublishAot>true</PublishAot>
            <InvariantGlobalization>true</InvariantGlobalization>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
            <!-- A folder of its own: that of the user may hold other packages of the same version. -->
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="FastElman.Extensions.Hosting" Version="VERSION" />
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.15" />
          </ItemGroup>
        </Project>
        """;

    private const string Sources =
        """
        <configuration>
          <packageSources>
            <add key="feed" value="FEED" />
          </packageSources>
        </configuration>
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Its_settings_come_from_its_section()
    {
        Assert.SkipUnless(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable)),
            $"Publishing does not depend on {SimdInfo.EnvironmentVariable}, and is tested without it.");
        var shape = new ElmanShape(hiddenSize: 8, labelCount: 3, vocabularySize: 4, embeddingSize: 3, windowSize: 3);
        ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            RandomModel.Vocabulary(shape),
            new LabelSet(["O", "B-city", "I-city"])).Save(_folder.File("model.safetensors"));
        _folder.Write("Program.cs", Program);
        _folder.Write("Service.csproj", Project.Replace("VERSION", feed.Version, StringComparison.Ordinal));
        _folder.Write("nuget.config", Sources.Replace("FEED", feed.Path, StringComparison.Ordinal));

        var published = _folder.File("published");
        ChildProcess.Dotnet(
            _folder.Path, "publish", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", published);
        var output = ChildProcess.Run(
            Path.Combine(published, OperatingSystem.IsWindows() ? "Service.exe" : "Service"),
            _folder.Path,
            "--FastElman:flights:ModelPath=model.safetensors",
            "--FastElman:flights:Reload:Mode=Off",
            "--FastElman:flights:Compile:Decoding=Iob",
            "--FastElman:flights:Compile:MinimumConfidence=0.25");
        Assert.Equal(
            ["Iob 0.25 Float32", "1", "Unchanged"],
            output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => _folder.Dispose();
}
