using System.IO.Compression;
using System.Xml.Linq;

namespace FastElman.Packages.Tests;

/// <summary>Packages in a folder.</summary>
/// <param name="path">The folder.</param>
internal sealed class PackageFolder(string path)
{
    /// <summary>The version of the package FastElman.</summary>
    public string Version => Metadata("FastElman", "version");

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

    /// <summary>An element of what a package says of itself.</summary>
    public string Metadata(string id, string name) =>
        Nuspec(id).Elements().Single(element => element.Name.LocalName == name).Value;

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
    private string FileOf(string id, string ending) => Directory.GetFiles(path, $"{id}.*.{ending}")
        .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));
}
