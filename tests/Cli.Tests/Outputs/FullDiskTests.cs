using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>A disk without room for a model is told before the work, for every command that writes one.</summary>
public sealed class FullDiskTests : IDisposable
{
    /// <summary>The beginning of a script in which the folder "disk" has 200 KB.</summary>
    private const string Mount = "mkdir -p disk && mount -t tmpfs -o size=200k none disk";

    private readonly TemporaryFolder _folder = new();

    public FullDiskTests() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && ShellProcess.HasShell && InOwnMounts(Mount).ExitCode == 0,
        "no disk can be mounted here");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train corpus --hidden 300 --epochs 1 --out disk/new.safetensors")]
    [InlineData("train corpus --hidden 300 --initial-only --out disk/new.safetensors")]
    [InlineData("search corpus --trials 3 --epochs 1 --out disk")]
    [InlineData("search corpus --trials 3 --epochs 1 --out disk/search")]
    [InlineData("prune model.safetensors corpus --epochs 1 --out disk/new.safetensors")]
    [InlineData("calibrate model.safetensors corpus --out disk/new.safetensors")]
    [InlineData("convert model.safetensors disk/new.safetensors")]
    [InlineData("convert model.safetensors disk/new.npz --drop-names")]
    [InlineData("convert model.safetensors disk/new/ --drop-names")]
    public void A_model_that_does_not_fit_is_refused_before_it_is_made(string command)
    {
        var corpus = SmallCorpus.WriteIn(_folder);
        var model = _folder.File("model.safetensors");
        CliRun.Succeed("train", corpus, "--hidden", "300", "--initial-only", "--out", model);

        var run = InOwnMounts($"{Mount} && '{ShellProcess.Command}' {command} && ls disk");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Matches(@"fastelman: \S*disk/\S+: there is no room for it: expected \d+ free bytes", run.Error);
        Assert.DoesNotContain("epoch", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("before:", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs a script in the folder of the test; nobody else sees what it mounts.</summary>
    private CliRun InOwnMounts(string script) =>
        ShellProcess.Run($"cd '{_folder.Path}' && unshare --map-root-user --mount bash -c \"{script}\"");
}
