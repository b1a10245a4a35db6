using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary>Searches in processes of their own, which share a folder.</summary>
public sealed class SharedSearchCommandTests : IDisposable
{
    private const int Trials = 6;

    private readonly TemporaryFolder _temporary = new();
    private readonly string _corpus;
    private readonly string _folder;

    public SharedSearchCommandTests()
    {
        _corpus = SmallCorpus.WriteIn(_temporary);
        _folder = _temporary.File("search");
    }

    public void Dispose() => _temporary.Dispose();

    /// <summary>One that is killed, one that goes on, and one that comes later.</summary>
    [Fact]
    public void One_of_three_processes_is_killed_and_the_others_leave_what_one_alone_does()
    {
        const int Epochs = 20;
        using (var killed = CliProcess.Start(Shared(Epochs)))
        {
            killed.WaitUntil(() => Has("trial-*.checkpoint"));
            using var other = CliProcess.Start(Shared(Epochs));
            other.WaitUntil(() => Directory.GetFiles(_folder, "*.claim").Length > 1 || Has("trial-*.json"));
            killed.Kill();
            using var later = CliProcess.Start(Shared(Epochs));

            CliRun[] runs = [other.End(), later.End()];

            Assert.All(runs, run => Assert.Equal((0, runs[0].Output), (run.ExitCode, run.Output)));
        }

        var alone = _temporary.File("alone");
        Assert.Equal(CliRun.Succeed(Arguments(alone, Epochs)), File.ReadAllText(Path.Combine(_folder, "trials.tsv")));
        Assert.Equal(Files(alone), Files(_folder));
    }

    [Fact]
    public void Asked_to_end_it_lets_go_of_its_trials()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        using var process = CliProcess.Start(Shared(epochs: 10_000));
        process.WaitUntil(() => Has("trial-*.claim"));

        var run = process.Terminate();

        Assert.EndsWith("the same command goes on where it was\n", run.Error, StringComparison.Ordinal);
        Assert.False(Has("*.claim") || Has("search.lock") || Has("*.tmp"));
    }

    [Fact]
    public void A_search_that_does_not_share_the_folder_is_refused()
    {
        using var process = CliProcess.Start(Shared(epochs: 10_000));
        process.WaitUntil(() => Has("trial-*.claim"));

        Assert.Contains(
            "another search is under way in this folder",
            CliRun.Fail(Arguments(_folder, epochs: 10_000)),
            StringComparison.Ordinal);
        Assert.Contains("with another number of epochs", CliRun.Fail(Shared(epochs: 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e99")]
    [InlineData("NaN")]
    [InlineData("soon")]
    public void A_lease_that_cannot_be_is_wrong_usage(string lease)
    {
        CliRun.Misuse([.. Arguments(_folder, epochs: 1), "--shared", "--lease", lease]);

        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void A_lease_without_others_is_wrong_usage() =>
        Assert.Contains(
            "--lease goes with --shared only",
            CliRun.Misuse([.. Arguments(_folder, epochs: 1), "--lease", "5"]),
            StringComparison.Ordinal);

    private string[] Shared(int epochs) => [.. Arguments(_folder, epochs), "--shared", "--lease", "0.5"];

    private string[] Arguments(string folder, int epochs) =>
        ["search", _corpus, "--trials", $"{Trials}", "--out", folder, "--epochs", $"{epochs}", "--jobs", "1"];

    private bool Has(string pattern) => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, pattern).Any();

    private static IEnumerable<(string Name, string Content)> Files(string folder) =>
        [
            .. Directory.EnumerateFileSystemEntries(folder)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))),
        ];
}
