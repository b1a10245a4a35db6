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
                RepositoryFolder,
                "pack", project, "--no-build", "--configuration", Metadata("Configuration"), "--output", _folder.Path);
        }

        Version = Nuspec("FastElman").Elements().Single(element => element.Name.LocalName == "version").Value;
    }

    /// <summary>The folder of the sources.</summary>
    public static string RepositoryFolder { get; } = Metadata("RepositoryRoot").TrimEnd('/', '\\');

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

    /// <summary>A text in a package.</summary>
    public string TextOf(string id, string file)
    {
        using var package = Open(id);
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The size of a package in bytes.</summary>
    public long SizeOf(string id) => new FileInfo(FileOf(id, "nupkg")).Length;

    /// <summary>Whether there is a package of symbols beside a package.</summary>
    public bool HasSymbols(string id) => new FileInfo(FileOf(id, "snupkg")).Length > 0;

    public void Dispose() => _folder.Dispose();

    private static string Metadata(string key) => typeof(PackageFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private XElement Nuspec(string id)
    {
        using var package = Open(id);
        using var nuspec = package.Entries.Single(entry => entry.Name == $"{id}.nuspec").Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(FileOf(id, "nupkg"));

    /// <summary>
    /// A version begins with a digit, which tells FastElman.1.0.nupkg from FastElman.Interop.1.0.nupkg.
    /// </summary>
    private string FileOf(string id, string ending) => Directory.GetFiles(_folder.Path, $"{id}.*.{ending}")
        .Single(file => char.IsAsciiDigit(System.IO.Path.GetFileName(file)[id.Length + 1]));
}
