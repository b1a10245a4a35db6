using System.Reflection;
using FastElman.Fixtures;

[assembly: AssemblyFixture(typeof(FastElman.Packages.Tests.PackageFeed))]

namespace FastElman.Packages.Tests;

/// <summary>
/// A folder with the packages of this repository, packed once for all tests from what the tests were built with.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private static readonly string[] Projects =
    [
        "src/Runtime", "src/Interop", "src/Training", "src/Hosting", "tools/FastElman.Cli",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly PackageFolder _packages;

    public PackageFeed()
    {
        foreach (var project in Projects)
        {
            DotnetCommand.Dotnet(
                RepositoryFolder,
                "pack", project, "--no-build", "--configuration", Metadata("Configuration"), "--output", _folder.Path);
        }

        _packages = new PackageFolder(_folder.Path);
        Version = _packages.Version;
    }

    /// <summary>The folder of the sources.</summary>
    public static string RepositoryFolder { get; } = Metadata("RepositoryRoot").TrimEnd('/', '\\');

    /// <summary>The folder, which is a source that NuGet can restore from.</summary>
    public string Path => _folder.Path;

    /// <summary>The version of the package FastElman.</summary>
    public string Version { get; }

    /// <summary>The ids of the packages that a package depends on, each with its range of versions.</summary>
    public IEnumerable<(string Id, string Range)> DependenciesOf(string id) => _packages.DependenciesOf(id);

    /// <summary>The files in a package, without their folders.</summary>
    public IReadOnlyList<string> FilesOf(string id) => _packages.FilesOf(id);

    /// <summary>A text in a package.</summary>
    public string TextOf(string id, string file) => _packages.TextOf(id, file);

    /// <summary>The size of a package in bytes.</summary>
    public long SizeOf(string id) => _packages.SizeOf(id);

    /// <summary>Whether there is a package of symbols beside a package.</summary>
    public bool HasSymbols(string id) => _packages.HasSymbols(id);

    public void Dispose() => _folder.Dispose();

    private static string Metadata(string key) => typeof(PackageFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
