using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>What tools/pack.sh leaves in a folder, on the commit that is checked out: with bills of materials.</summary>
public sealed class ScriptedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _obstacle;

    public ScriptedPackages()
    {
        if (PublishedProgramTests.IsInTheMatrix)
        {
            return;
        }

        if (ReproducibilityTests.Obstacle is { } obstacle)
        {
            _obstacle = obstacle;
            return;
        }

        var script = File.ReadAllLines(Path.Combine(PackageFeed.RepositoryFolder, "tools/pack.sh"))
            .Single(line => line.Contains("dotnet tool install", StringComparison.Ordinal));
        var version = script.Split("--version ")[1].Split(' ')[0];
        var (exitCode, output) = ChildProcess.TryRun(
            "dotnet", _folder.Path, "tool", "install", "CycloneDX", "--version", version, "--tool-path", Tool);
        if (exitCode != 0)
        {
            _obstacle = $"The tool CycloneDX cannot be restored: {output}";
            return;
        }

        ChildProcess.Run("git", _folder.Path, "clone", "--quiet", PackageFeed.RepositoryFolder, "clone");
        ChildProcess.Run(
            "env", _folder.File("clone"), $"CYCLONEDX_FOLDER={Tool}", "tools/pack.sh", _folder.File("packages"));
    }

    /// <summary>The folder with the packages.</summary>
    internal string Folder
    {
        get
        {
            PublishedProgramTests.SkipInTheMatrix();
            Assert.SkipWhen(_obstacle is not null, _obstacle ?? "");
            return _folder.File("packages");
        }
    }

    /// <summary>The folder with the tool that writes the bills.</summary>
    internal string Tool => _folder.File("tool");

    public void Dispose() => _folder.Dispose();
}
