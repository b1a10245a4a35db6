using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>
/// A program of ten lines that knows nothing but the packages FastElman and FastElman.Interop, built once for all
/// tests.
/// </summary>
public sealed class TenLineProgram : IDisposable
{
    public const string Sentence = "show me flights from boston to new york";

    private const string Program =
        $"""
        using FastElman;
        using FastElman.Interop;

        FoldPickle fold = FoldPickle.Load("atis.fold1.pkl.gz");
        ElmanModel model = TheanoDump.Load("params", fold.Vocabulary, fold.Labels);
        Tagger tagger = new(model.Compile());
        foreach (TaggedWord word in tagger.TagSentence("{Sentence}")) Console.WriteLine(word);
        model.Save("model.safetensors");
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
            <NuGetAudit>false</NuGetAudit>
            <UseAppHost>false</UseAppHost>
            <!-- A folder of its own: that of the user may hold other packages of the same version. -->
            <RestorePackagesPath>packages</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="FastElman" Version="VERSION" />
            <PackageReference Include="FastElman.Interop" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Ours from the feed; everything else from what building this repository has restored already.</summary>
    private const string Sources =
        """
        <configuration>
          <packageSources>
            <clear />
            <add key="feed" value="FEED" />
            <add key="restored" value="RESTORED" />
          </packageSources>
          <packageSourceMapping>
            <clear />
            <packageSource key="feed"><package pattern="FastElman*" /></packageSource>
            <packageSource key="restored"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    private readonly TemporaryFolder _folder = new();

    public TenLineProgram(PackageFeed feed)
    {
        _folder.Write("Program.cs", Program);
        _folder.Write("TenLines.csproj", Project.Replace("VERSION", feed.Version, StringComparison.Ordinal));
        _folder.Write(
            "nuget.config",
            Sources.Replace("FEED", feed.Path, StringComparison.Ordinal).Replace(
                "RESTORED", Restored(), StringComparison.Ordinal));
        ChildProcess.Dotnet(_folder.Path, "build", "--output", "program");
    }

    /// <summary>Runs the program.</summary>
    /// <param name="workingFolder">The folder with the fold and the dump that it loads.</param>
    /// <returns>What it writes on standard output.</returns>
    public string Run(string workingFolder) =>
        ChildProcess.Dotnet(workingFolder, _folder.File(Path.Combine("program", "TenLines.dll")));

    public void Dispose() => _folder.Dispose();

    private static string Restored() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
