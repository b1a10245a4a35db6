using FastElman.Fixtures;
using FastElman.Training.Search;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>What a search does with the files that it finds in its folder.</summary>
public sealed class SearchFolderTests : IDisposable
{
    private readonly SmallSearch _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public void A_trial_whose_file_is_gone_is_run_again()
    {
        var other = _search.Other("other");
        _search.Run();
        _search.Run(folder: other);
        File.Delete(_search.PathOf("trial-0002.json"));

        _search.Run();

        SmallSearch.AssertSameFiles(other, _search.Folder);
    }

    [Fact]
    public void Remains_of_a_kill_are_removed_and_other_files_kept()
    {
        var other = _search.Other("other");
        _search.Run(folder: other);
        Directory.CreateDirectory(_search.Folder);
        string[] foreign =
        [
            "notes.txt", "trial-1.json", "trial-0001.json.bak", "trial-0001.json.tmp", "model.safetensors",
            "trials.tsv.old",
        ];
        foreach (var name in foreign)
        {
            File.WriteAllText(_search.PathOf(name), name);
        }

        _search.Run();
        File.WriteAllText(_search.PathOf($"trial-0001.safetensors.{Guid.NewGuid():N}.tmp"), "half");
        File.WriteAllText(_search.PathOf(".fastelman-0123456789abcdef-0123456789abcdef.tmp"), "half");
        File.WriteAllText(_search.PathOf("trial-0001.checkpoint"), "done by now");
        File.WriteAllText(_search.PathOf("search.lock"), "");
        _search.Run();

        Assert.All(foreign, name => Assert.Equal(name, File.ReadAllText(_search.PathOf(name))));
        foreach (var name in foreign)
        {
            File.Delete(_search.PathOf(name));
        }

        SmallSearch.AssertSameFiles(other, _search.Folder);
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_file_is_refused_and_kept()
    {
        Directory.CreateDirectory(_search.Folder);
        UnixTool.Run("mkfifo", _search.PathOf("trial-0001.json"));

        Assert.Contains(
            "trial-0001.json: this has to be a file",
            Assert.Throws<IOException>(() => _search.Run()).Message,
            StringComparison.Ordinal);
        Assert.Equal([_search.PathOf("trial-0001.json")], Directory.GetFileSystemEntries(_search.Folder));
    }

    [Fact]
    public void Another_search_is_refused_with_what_differs()
    {
        _search.Run();
        var before = SmallSearch.Files(_search.Folder);
        (Action<SearchOptions> Change, string Difference)[] others =
        [
            (o => o.Seed = 1, "another seed"),
            (o => o.Epochs = 5, "another number of epochs"),
            (o => o.Recipe = TrainingRecipe.Tutorial, "another recipe"),
            (o => o.Optimizer = TrainingOptimizer.Adam, "another optimiser"),
            (o => o.LargestLearningRate = 2, "another range of learning rates"),
            (o => o.HiddenSizes = [3], "another list of hidden sizes"),
            (o => o.EmbeddingSizes = [2], "another list of embedding sizes"),
            (o => o.WindowSizes = [1], "another list of window sizes"),
        ];

        Assert.All(
            others,
            other => Assert.Contains(
                other.Difference,
                Assert.Throws<InvalidDataException>(() => _search.Run(other.Change)).Message,
                StringComparison.Ordinal));
        var corpus = new Corpus(Other(CorpusSet.Train), Other(CorpusSet.Validation), Other(CorpusSet.Test));
        var search = new HyperparameterSearch(corpus, _search.Folder, SmallSearch.Options);
        Assert.Contains(
            "another corpus",
            Assert.Throws<InvalidDataException>(
                () => search.Run(cancellationToken: TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, SmallSearch.Files(_search.Folder));
    }

    [Theory]
    [InlineData("trial-0003.json", "{}")]
    [InlineData("trial-0003.json", "null")]
    [InlineData("trial-0003.json", "not JSON")]
    [InlineData("search.json", "{}")]
    public void A_damaged_file_is_named(string name, string content)
    {
        _search.Run();
        File.WriteAllText(_search.PathOf(name), content);

        Assert.Contains(
            name, Assert.Throws<InvalidDataException>(() => _search.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_of_other_settings_is_refused()
    {
        _search.Run();
        File.Copy(_search.PathOf("trial-0001.json"), _search.PathOf("trial-0002.json"), overwrite: true);

        Assert.Contains(
            "not what the search draws",
            Assert.Throws<InvalidDataException>(() => _search.Run()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(50.0, "it diverged")]
    [InlineData(-1.0, null)]
    [InlineData(100.5, null)]
    public void A_trial_without_a_result_or_with_two_is_refused(double? score, string? problem)
    {
        Change(_search.Run()[0], score, problem);

        Assert.Contains(
            "either a score or a problem",
            Assert.Throws<InvalidDataException>(() => _search.Run()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_that_have_all_failed_leave_no_best_model()
    {
        foreach (var trial in _search.Run())
        {
            Change(trial, score: null, "it diverged");
        }

        File.Delete(_search.PathOf("best.safetensors"));
        var trials = _search.Run();

        Assert.All(trials, trial => Assert.EndsWith(", it diverged", $"{trial}", StringComparison.Ordinal));
        Assert.False(File.Exists(_search.PathOf("best.safetensors")));
    }

    [Fact]
    public void A_trial_says_its_score() => Assert.Matches(
        "^trial [1-6]: .*, [1-4] epochs, F1 [0-9.]+ on the validation set$", $"{_search.Run()[0]}");

    [Fact]
    public void The_files_that_other_commands_read_are_in_the_folder()
    {
        _search.Run();

        Assert.All(SearchFolder.SharedFilesIn(_search.Folder), file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void A_best_model_that_is_gone_is_said_to_be()
    {
        var best = _search.Run()[0];
        File.Delete(_search.PathOf($"trial-{best.Number:D4}.safetensors"));

        Assert.Contains(
            "is missing", Assert.Throws<InvalidDataException>(() => _search.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_such_files_but_no_search_is_refused()
    {
        Directory.CreateDirectory(_search.Folder);
        var mine = _search.PathOf("best.safetensors");
        File.WriteAllText(mine, "mine");

        Assert.Contains(
            "best.safetensors", Assert.Throws<IOException>(() => _search.Run()).Message, StringComparison.Ordinal);

        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal([mine], Directory.GetFileSystemEntries(_search.Folder));
    }

    [Theory]
    [InlineData("best.safetensors")]
    [InlineData("trials.tsv")]
    [InlineData("trial-0009.json")]
    [InlineData("trial-0002.checkpoint")]
    public void A_folder_in_the_place_of_a_file_is_refused_before_any_trial(string name)
    {
        _search.Run(options => options.TrialCount = 1);
        File.Delete(_search.PathOf(name));
        Directory.CreateDirectory(_search.PathOf(name));

        Assert.Contains(
            $"{name}: a folder is where the file has to be",
            Assert.Throws<IOException>(() => _search.Run(report: _ => Assert.Fail("A trial was run."))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_with_content_is_refused_and_kept()
    {
        Directory.CreateDirectory(_search.Folder);
        File.WriteAllText(_search.PathOf("search.lock"), "precious");

        Assert.Contains(
            "search.lock: a file with content", Assert.Throws<IOException>(() => _search.Run()).Message,
            StringComparison.Ordinal);

        Assert.Equal("precious", File.ReadAllText(_search.PathOf("search.lock")));
    }

    [Fact]
    public void A_file_or_a_missing_parent_is_refused_as_the_folder()
    {
        Assert.Contains(
            "a file is where",
            Assert.Throws<IOException>(() => _search.Run(folder: _search.WriteOther("file", "text"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            Assert.Throws<DirectoryNotFoundException>(
                () => _search.Run(folder: _search.Other("no/where"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_searches_in_one_folder_at_a_time_are_refused()
    {
        string? message = null;

        _search.Run(report: _ => message ??= Assert.Throws<IOException>(() => _search.Run()).Message);

        Assert.Contains("another search is under way", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_to_no_file_in_the_place_of_a_checkpoint_is_refused_before_any_trial(bool shares)
    {
        _search.Run(o => o.TrialCount = 1);
        var link = _search.PathOf("trial-0003.checkpoint");
        File.CreateSymbolicLink(link, _search.Other("none"));

        Assert.Equal(
            $"{link}: a link that leads to no file is where the checkpoint of a trial has to be",
            Assert.Throws<IOException>(() => _search.Run(o => o.SharesFolder = shares)).Message);
        Assert.False(File.Exists(_search.PathOf("trial-0002.json")));
    }

    [Fact]
    public void The_table_has_a_line_for_each_trial_the_best_first()
    {
        var trials = _search.Run();

        var lines = File.ReadAllLines(_search.PathOf("trials.tsv"));

        Assert.StartsWith("trial\tvalidation_f1\ttest_f1\t", lines[0], StringComparison.Ordinal);
        Assert.Equal(trials.Select(trial => $"{trial.Number}"), lines.Skip(1).Select(line => line.Split('\t')[0]));
        Assert.All(lines, line => Assert.Equal(11, line.Split('\t').Length));
    }

    /// <summary>Another result in the file of a trial.</summary>
    private void Change(SearchTrial trial, double? score, string? problem)
    {
        var path = _search.PathOf($"trial-{trial.Number:D4}.json");
        SearchJson.Write(
            path, trial with { ValidationF1 = score, Problem = problem }, SearchJson.Default.SearchTrial);
    }

    /// <summary>The sentences of a set in another order.</summary>
    private static IEnumerable<CorpusSentence> Other(CorpusSet set) =>
        [.. TinyCorpus.Textual().GetSentences(set).Skip(1), .. TinyCorpus.Textual().GetSentences(set).Take(2)];
}
