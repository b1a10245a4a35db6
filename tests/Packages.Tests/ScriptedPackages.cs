using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>The tests of tools/pack.sh share a clone of the commit that is checked out, and what it packs.</summary>
[CollectionDefinition(Name)]
public sealed class ScriptCollection : ICollectionFixture<ScriptedPackages>
{
    public const string Name = "tools/pack.sh";
}

/// <summary>What tools/pack.sh leaves in a folder, with bills of materials where their tool can be restored.</summary>
public sealed class ScriptedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _noBills;

    public ScriptedPackages()
    {
        if (PublishedProgramTests.IsInTheMatrix || Obstacle is not null)
        {
            return;
        }

        var install = File.ReadAllLines(Path.Combine(PackageFeed.RepositoryFolder, "tools/pack.sh"))
            .Single(line => line.Contains("dotnet tool install", StringComparison.Ordinal));
        var version = install.Split("--version ")[1].Split(' ')[0];
        var (exitCode, output) = DotnetCommand.TryRun(
            "dotnet", _folder.Path, "tool", "install", "CycloneDX", "--version", version, "--tool-path", Tool);
        _noBills = exitCode == 0 ? null : $"The tool CycloneDX {version} cannot be restored: {output}";
        Pack("one", _noBills is null ? $"CYCLONEDX_FOLDER={Tool}" : "SKIP_SBOM=1");
    }

    /// <summary>Why tools/pack.sh cannot run here; null where it can.</summary>
    private static string? Obstacle
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

    /// <summary>The folder that everything lies in.</summary>
    internal string Root => _folder.Path;

    /// <summary>The folder with the packages.</summary>
    internal string Folder
    {
        get
        {
            PublishedProgramTests.SkipInTheMatrix();
            Assert.SkipWhen(Obstacle is not null, Obstacle ?? "");
            return _folder.File("one-packages");
        }
    }

    /// <summary>The folder with the packages and the bills of materials.</summary>
    internal string FolderWithBills
    {
        get
        {
            var folder = Folder;
            Assert.SkipWhen(_noBills is not null, _noBills ?? "");
            return folder;
        }
    }

    /// <summary>The folder with the tool that writes the bills.</summary>
    internal string Tool => _folder.File("tool");

    public void Dispose() => _folder.Dispose();

    /// <summary>Clones the repository and packs it.</summary>
    /// <param name="name">The name of the clone.</param>
    /// <param name="setting">A variable of the script's environment, with its value.</param>
    /// <returns>The folder with the packages.</returns>
    internal string Pack(string name, string setting)
    {
        DotnetCommand.Run("git", Root, "clone", "--quiet", PackageFeed.RepositoryFolder, name);
        DotnetCommand.Run("env", _folder.File(name), setting, "tools/pack.sh", _folder.File($"{name}-packages"));
        return _folder.File($"{name}-packages");
    }
}
