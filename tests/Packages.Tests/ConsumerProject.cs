using System.Runtime.InteropServices;
using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>The project of a user, with a program that knows nothing but packages of the feed.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private const string Name = "Consumer";

    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <InvariantGlobalization>true</InvariantGlobalization>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <WarningsNotAsErrors>FASTELMAN001</WarningsNotAsErrors>
            <NuGetAudit>false</NuGetAudit>
            <!-- A folder of its own: that of the user may hold other packages of the same version. -->
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            PACKAGES
          </ItemGroup>
        </Project>
        """;

    /// <summary>Beside the sources of the user: compilers for publishing come from there.</summary>
    private const string FeedBesideTheUsers =
        """
        <configuration>
          <packageSources>
            <add key="feed" value="FEED" />
          </packageSources>
        </configuration>
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the project into a folder of its own.</summary>
    /// <param name="feed">Our packages.</param>
    /// <param name="program">The program, one file.</param>
    /// <param name="packages">
    /// The packages that it refers to; one of another version than the feed's as in <c>Id/1.0</c>.
    /// </param>
    /// <param name="sources">
    /// A nuget.config in which FEED stands for the folder of the feed; null for the feed beside the user's sources.
    /// </param>
    public ConsumerProject(PackageFeed feed, string program, string[] packages, string? sources = null)
    {
        var references = packages.Select(package => package.Split('/')).Select(parts =>
            $"""<PackageReference Include="{parts[0]}" Version="{(parts.Length > 1 ? parts[1] : feed.Version)}" />""");
        _folder.Write("Program.cs", program);
        _folder.Write(
            $"{Name}.csproj", Project.Replace("PACKAGES", string.Concat(references), StringComparison.Ordinal));
        _folder.Write(
            "nuget.config", (sources ?? FeedBesideTheUsers).Replace("FEED", feed.Path, StringComparison.Ordinal));
    }

    /// <summary>The folder of the project.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>Builds the program.</summary>
    /// <returns>Its assembly.</returns>
    public string Build()
    {
        DotnetCommand.Dotnet(_folder.Path, "build", "--output", "program");
        return _folder.File(Path.Combine("program", $"{Name}.dll"));
    }

    /// <summary>Publishes the program for this machine.</summary>
    /// <param name="properties">The properties of the form, such as <c>PublishAot=true</c>.</param>
    /// <returns>The executable, and what publishing it wrote.</returns>
    public (string Executable, string Log) Publish(params string[] properties)
    {
        var published = _folder.File($"published-{string.Join('-', properties)}");
        var log = DotnetCommand.Dotnet(
            _folder.Path,
            ["publish", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", published, .. Set(properties)]);
        return (Path.Combine(published, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name), log);
    }

    /// <summary>Restores the packages, whose files then belong to the project.</summary>
    public void Restore() => DotnetCommand.Dotnet(_folder.Path, "restore");

    /// <summary>The value of a property of the project, which has to be restored.</summary>
    /// <param name="name">The property.</param>
    /// <param name="properties">The properties that are set.</param>
    public string Property(string name, params string[] properties) =>
        DotnetCommand.Dotnet(_folder.Path, ["msbuild", $"-getProperty:{name}", .. Set(properties)]).Trim();

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Set(string[] properties) => properties.Select(property => $"-p:{property}");
}
