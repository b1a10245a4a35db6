using System.Runtime.InteropServices;
using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>
/// A program of a user that knows nothing but the package FastElman, to be published in one form or another. It prints
/// the instruction set of its kernels, then the slots of a sentence.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private const string Program =
        """
        using FastElman;

        CompiledModel model = ElmanModel.Load(args[0]).Compile();
        Console.WriteLine(model.InstructionSet);
        foreach (Slot slot in new Tagger(model).FindSlots(args[1])) Console.WriteLine(slot);
        """;

    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <WarningsNotAsErrors>FASTELMAN001</WarningsNotAsErrors>
            <NuGetAudit>false</NuGetAudit>
            <!-- A folder of its own: that of the user may hold other packages of the same version. -->
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="FastElman" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Beside the sources of the user: compilers for publishing come from there.</summary>
    private const string Sources =
        """
        <configuration>
          <packageSources>
            <add key="feed" value="FEED" />
          </packageSources>
        </configuration>
        """;

    private readonly TemporaryFolder _folder = new();

    public PublishedProgram(PackageFeed feed)
    {
        _folder.Write("Program.cs", Program);
        _folder.Write("Slots.csproj", Project.Replace("VERSION", feed.Version, StringComparison.Ordinal));
        _folder.Write("nuget.config", Sources.Replace("FEED", feed.Path, StringComparison.Ordinal));
        ChildProcess.Dotnet(_folder.Path, "restore");
    }

    /// <summary>Publishes the program for this machine and runs it.</summary>
    /// <param name="model">The file of the model.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="properties">The properties of the form, such as <c>PublishAot=true</c>.</param>
    /// <returns>The lines that it writes, and what publishing it wrote.</returns>
    public (string[] Lines, string Log) Run(string model, string sentence, params string[] properties)
    {
        var published = _folder.File($"published-{string.Join('-', properties)}");
        var log = ChildProcess.Dotnet(
            _folder.Path,
            ["publish", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", published, .. Set(properties)]);
        var name = OperatingSystem.IsWindows() ? "Slots.exe" : "Slots";
        var output = ChildProcess.Run(Path.Combine(published, name), _folder.Path, model, sentence);
        return (output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), log);
    }

    /// <summary>The value of a property of the project.</summary>
    /// <param name="name">The property.</param>
    /// <param name="properties">The properties that are set, such as <c>PublishAot=true</c>.</param>
    public string Property(string name, params string[] properties) =>
        ChildProcess.Dotnet(_folder.Path, ["msbuild", $"-getProperty:{name}", .. Set(properties)]).Trim();

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Set(string[] properties) => properties.Select(property => $"-p:{property}");
}
