using System.IO.Compression;
using System.Text;

namespace FastElman.Packages.Tests;

/// <summary>tools/pack.sh on the commit that is checked out, in two clones.</summary>
[Collection(ScriptCollection.Name)]
public sealed class ReproducibilityTests(ScriptedPackages packages)
{
    [Fact]
    public void Two_clones_pack_the_same_bytes()
    {
        var sums = SumsOfPackages(packages.Folder);

        Assert.Equal(sums, SumsOfPackages(packages.Pack("another-and-longer", "SKIP_SBOM=1")));
        Assert.Equal(10, sums.Count);
        Assert.All(
            Directory.GetFiles(packages.Folder, "*.nupkg"),
            package => AssertNowhere(packages.Root, package));
    }

    private static List<string> SumsOfPackages(string folder) =>
        [.. File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")).Where(line => line.EndsWith("nupkg"))];

    private static void AssertNowhere(string path, string package)
    {
        using var archive = ZipFile.OpenRead(package);
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            var bytes = content.ToArray();
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(path)) < 0, $"{entry.FullName} names {path}");
        }
    }
}
