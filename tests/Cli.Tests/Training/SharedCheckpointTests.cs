using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Training;

/// <summary><c>train</c> twice at the same time with one checkpoint.</summary>
public sealed class SharedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_second_of_two_trainings_is_refused_and_goes_on_when_the_first_was_killed()
    {
        var (corpus, checkpoint) = (SmallCorpus.WriteIn(_folder), _folder.File("run.checkpoint"));

        // So long that the first one is still at it when the second begins.
        File.WriteAllText(
            Path.Combine(corpus, "train.txt"), string.Concat(Enumerable.Repeat($"{SmallCorpus.Train}\n", 20_000)));
        string[] arguments =
        [
            "train", corpus, "--out", _folder.File("m.safetensors"), "--window", "3", "--checkpoint", checkpoint,
            "--resume",
        ];
        using var first = CliProcess.Start(arguments);
        Assert.True(first.WaitUntil(() => Directory.GetFiles(_folder.Path, ".fastelman-*-lock").Length > 0));

        var second = CliRun.Of(arguments);

        Assert.Equal((1, string.Empty), (second.ExitCode, second.Output));
        Assert.EndsWith(
            $"fastelman: {checkpoint}: another training uses this checkpoint\n",
            second.Error,
            StringComparison.Ordinal);
        Assert.False(first.IsOver);

        first.Kill();
        Assert.Equal(0, CliRun.Of([.. arguments, "--sentences", "5"]).ExitCode);
        Assert.Equal(
            ["m.safetensors", "run.checkpoint"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
