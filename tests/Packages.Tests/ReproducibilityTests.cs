using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>tools/pack.sh on the commit that is checked out, in two clones.</summary>
public sealed class ReproducibilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Why tools/pack.sh cannot run here; null where it can.</summary>
    internal static string? Obstacle
    {
        get
        {
            // A work tree beside the repository has a file instead of the folder.
            var git = Path.Combine(PackageFeed.RepositoryFolder, ".git");
            return OperatingSystem.IsWindows() ? "tools/pack.sh needs bash."
                : Directory.Exists(git) || File.Exists(git) ? null
                : "The sources are no clone of the repository.";
        }
    }

    public void Dispose()
    {
        // Git marks its objects as read-only, which keeps Windows from deleting them.
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        _folder.Dispose();
    }

    [Fact]
    public void Two_clones_pack_the_same_bytes()
    {
        Assert.SkipWhen(Obstacle is not null, Obstacle ?? "");
        PublishedProgramTests.SkipInTheMatrix();

        var sums = Pack("one");

        Assert.Equal(sums, Pack("another-and-longer"));
        Assert.Equal(10, sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(
            Directory.GetFiles(_folder.File("one-packages"), "*.nupkg"),
            package => AssertNowhere(_folder.Path, package));
    }

    /// <summary>Clones the repository, packs and gives the hashes of all packages.</summary>
    private string Pack(string name)
    {
        ChildProcess.Run("git", _folder.Path, "clone", "--quiet", PackageFeed.RepositoryFolder, name);
        ChildProcess.Run(
            "env", _folder.File(name), "SKIP_SBOM=1", "tools/pack.sh", _folder.File($"{name}-packages"));
        return File.ReadAllText(_folder.File($"{name}-packages/SHA256SUMS"));
    }

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
