using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class SearchCommandTests : IDisposable
{
    private const int Trials = 4;

    private readonly TemporaryFolder _temporary = new();
    private readonly string _corpus;
    private readonly string _folder;

    public SearchCommandTests()
    {
        _corpus = SmallCorpus.WriteIn(_temporary);
        _folder = _temporary.File("search");
    }

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void The_best_settings_train_the_same_model_again(string optimizer)
    {
        var run = CliRun.Of([.. Arguments(_folder, trials: 3, epochs: 2), "--optimizer", optimizer]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "trials.tsv")), run.Output);
        Assert.StartsWith(
            "trial 1: valid F1 ",
            run.Error.Split('\n').Order(StringComparer.Ordinal).First(
                line => line.StartsWith("trial", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        var best = lines[0].Split('\t').Zip(lines[1].Split('\t')).ToDictionary();
        var model = _temporary.File("again.safetensors");
        CliRun.Succeed(
            "train", _corpus, "--out", model, "--epochs", "2",
            "--hidden", best["hidden"], "--embedding", best["embedding"], "--window", best["window"],
            "--learning-rate", best["learning_rate"], "--seed", best["seed"], "--optimizer", optimizer);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(Path.Combine(_folder, "best.safetensors")));
    }

    [Theory]
    [InlineData("--recipe corrected")]
    [InlineData("--recipe tutorial")]
    [InlineData("--recipe regularized --batch 3 --subwords 50")]
    public void Killed_it_goes_on_and_ends_as_if_it_had_not_been(string recipe)
    {
        var options = recipe.Split(' ');
        var epochs = Interrupt(
            () => Has("trial-*.json") && Has("trial-*.checkpoint"), process => process.Kill(), options);

        CliRun.Succeed([.. Arguments(_folder, Trials, epochs), .. options]);

        var other = _temporary.File("other");
        CliRun.Succeed([.. Arguments(other, Trials, epochs), .. options]);
        Assert.Equal(Files(other), Files(_folder));
    }

    [Fact]
    public void Asked_to_end_it_says_how_to_go_on_and_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        CliRun? run = null;

        var epochs = Interrupt(() => Has("trial-*.checkpoint"), process => run = process.Terminate());

        Assert.Equal(1, run!.ExitCode);
        Assert.EndsWith(
            "fastelman: the search was stopped: the same command goes on where it was\n",
            run.Error,
            StringComparison.Ordinal);
        Assert.False(Has("*.tmp") || Has("search.lock"));
        Assert.Equal(
            1 + Trials, CliRun.Succeed(Arguments(_folder, Trials, epochs)).Count(character => character == '\n'));
    }

    [Fact]
    public void Another_search_in_the_folder_is_refused()
    {
        CliRun.Succeed(Arguments(_folder, trials: 1, epochs: 1));

        Assert.Contains(
            "with another number of epochs",
            CliRun.Fail(Arguments(_folder, trials: 1, epochs: 2)),
            StringComparison.Ordinal);
        Assert.Contains(
            "with another seed",
            CliRun.Fail([.. Arguments(_folder, trials: 1, epochs: 1), "--seed", "7"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_folder_is_an_error()
    {
        Assert.Contains(
            "a file is where",
            CliRun.Fail(Arguments(_temporary.Write("file", "text"), trials: 1, epochs: 1)),
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            CliRun.Fail(Arguments(_temporary.File("no/where"), trials: 1, epochs: 1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_validation_set_there_is_no_search()
    {
        File.Delete(Path.Combine(_corpus, "valid.txt"));

        Assert.Contains(
            "validation set", CliRun.Fail(Arguments(_folder, trials: 1, epochs: 1)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData("--trials", "0")]
    [InlineData("--trials", "many")]
    [InlineData("--jobs", "0")]
    [InlineData("--epochs", "0")]
    [InlineData("--seed", "-1")]
    [InlineData("--optimizer", "momentum")]
    public void What_cannot_be_meant_is_wrong_usage(string option, string value)
    {
        string[] trials = option == "--trials" ? [] : ["--trials", "1"];

        CliRun.Misuse(["search", _corpus, "--out", _folder, .. trials, option, value]);

        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Trials_and_folder_have_to_be_given()
    {
        CliRun.Misuse("search", _corpus, "--trials", "1");
        CliRun.Misuse("search", _corpus, "--out", _folder);
    }

    /// <summary>
    /// Interrupts a search at work. On a busy machine that may come only after its last trial: then all is done again
    /// with longer trials.
    /// </summary>
    /// <returns>The epochs of the interrupted search.</returns>
    private int Interrupt(Func<bool> isAtWork, Action<CliProcess> interrupt, params string[] options)
    {
        for (var epochs = 40; epochs < 40_000; epochs *= 4)
        {
            using var process = CliProcess.Start([.. Arguments(_folder, Trials, epochs), .. options]);
            process.WaitUntil(isAtWork);
            interrupt(process);
            if (!Has($"trial-{Trials:D4}.json"))
            {
                return epochs;
            }

            Directory.Delete(_folder, recursive: true);
        }

        throw new InvalidOperationException("No search has ended early.");
    }

    private string[] Arguments(string folder, int trials, int epochs) =>
        ["search", _corpus, "--trials", $"{trials}", "--out", folder, "--epochs", $"{epochs}", "--jobs", "2"];

    private bool Has(string pattern) => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, pattern).Any();

    private static IEnumerable<(string Name, string Content)> Files(string folder) =>
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))),
        ];
}
