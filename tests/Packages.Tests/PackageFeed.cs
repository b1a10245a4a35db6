using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
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

    public PackageFeed()
    {
        foreach (var project in Projects)
        {
            ChildProcess.Dotnet(
                Metadata("RepositoryRoot"),
                "pack", project, "--no-build", "--configuration", Metadata("Configuration"), "--output", _folder.Path);
        }

        Version = Nuspec("FastElman").Elements().Single(element => element.Name.LocalName == "version").Value;
    }

    /// <summary>The folder, which is a source that NuGet can restore from.</summary>
    public string Path => _folder.Path;

    /// <summary>The version of the package FastElman.</summary>
    public string Version { get; }

    /// <summary>The ids of the packages that a package depends on, each with its range of versions.</summary>
    public IEnumerable<(string Id, string Range)> DependenciesOf(string id) => Nuspec(id).Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    /// <summary>The files in a package, without their folders.</summary>
    public IReadOnlyList<string> FilesOf(string id)
    {
        using var package = Open(id);
        return [.. package.Entries.Select(entry => entry.Name)];
    }

    public void Dispose() => _folder.Dispose();

    private static string Metadata(string key) => typeof(PackageFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private XElement Nuspec(string id)
    {
        using var package = Open(id);
        using var nuspec = package.Entries.Single(entry => entry.Name == $"{id}.nuspec").Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>
    /// A version begins with a digit, which tells FastElman.1.0.nupkg from FastElman.Interop.1.0.nupkg.
    /// </summary>
    private ZipArchive Open(string id) => ZipFile.OpenRead(
        Directory.GetFiles(_folder.Path, $"{id}.*.nupkg")
            .Single(file => char.IsAsciiDigit(System.IO.Path.GetFileName(file)[id.Length + 1])));
}
