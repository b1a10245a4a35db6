using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class CheckpointWithoutResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checkpoint_of_another_run_is_kept()
    {
        Assert.Equal(0, Train("10").ExitCode);
        var before = File.ReadAllBytes(_folder.File("ck"));

        var run = Train("20");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File("ck")));
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_kept()
    {
        _folder.Write("ck", "a diary");

        Assert.Equal(1, Train("10").ExitCode);
        Assert.Equal("a diary", File.ReadAllText(_folder.File("ck")));
    }

    [Fact]
    public void It_is_replaced_by_force()
    {
        Assert.Equal(0, Train("10").ExitCode);
        var before = File.ReadAllBytes(_folder.File("ck"));

        Assert.Equal(0, Train("20", "--force").ExitCode);
        Assert.NotEqual(before, File.ReadAllBytes(_folder.File("ck")));
        Assert.Equal(0, Train("20", "--resume").ExitCode);
    }

    [Fact]
    public void The_checkpoint_of_the_same_run_is_replaced_with_a_remark()
    {
        Assert.Equal(0, Train("10").ExitCode);

        var run = Train("10");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("has this run after 5 updates", run.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Force_needs_a_checkpoint_that_is_not_resumed()
    {
        CliRun.Misuse("train", "corpus", "--out", _folder.File("m.safetensors"), "--force");
        CliRun.Misuse(
            "train", "corpus", "--out", _folder.File("m.safetensors"), "--checkpoint", "ck", "--resume", "--force");
    }

    private CliRun Train(string hidden, params string[] more) => CliRun.Of(
    [
        "train", SmallCorpus.WriteIn(_folder), "--out", _folder.File("m.safetensors"), "--epochs", "1", "--hidden",
        hidden, "--checkpoint", _folder.File("ck"), .. more,
    ]);
}
