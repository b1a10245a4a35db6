using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

public sealed class HyperparameterSearchTests : IDisposable
{
    private const int Trials = 6;

    private static readonly SearchOptions Small = new()
    {
        TrialCount = Trials,
        MaxDegreeOfParallelism = 1,
        Epochs = 4,
        HiddenSizes = [3, 5],
        EmbeddingSizes = [2, 4],
        WindowSizes = [1, 3],
        SmallestLearningRate = 0.1,
        LargestLearningRate = 1,
    };

    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public HyperparameterSearchTests() => _folder = _temporary.File("search");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_best_model_is_the_one_that_training_with_the_same_settings_gives()
    {
        var trials = Search(Small);

        Assert.Equal(Enumerable.Range(1, Trials), trials.Select(trial => trial.Number).Order());
        Assert.Equal(trials.OrderByDescending(trial => trial.ValidationF1).ThenBy(trial => trial.Number), trials);
        var best = trials[0];
        var again = new TrainingRun(
            TinyCorpus.Indexed(), best.Settings.ToTraining(Small, _temporary.File("again"))).Complete();
        Assert.Equal(
            (best.ValidationF1, best.TestF1, best.BestEpoch),
            (again.BestEpoch!.ValidationF1, again.BestEpoch.TestF1, again.BestEpoch.Epoch));
        AssertEqual(again.Model, ElmanModel.Load(Path.Combine(_folder, "best.safetensors")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void However_many_trials_run_at_a_time_the_folder_is_the_same(int jobs)
    {
        var other = _temporary.File("other");
        var expected = Search(Small);

        Assert.Equal(expected, Search(Small.With(o => o.MaxDegreeOfParallelism = jobs), other));

        AssertSameFiles(_folder, other);
    }

    [Fact]
    public void Cancelled_again_and_again_it_ends_as_if_it_had_not_been()
    {
        var other = _temporary.File("other");
        Search(Small);
        var cancellations = 0;
        for (var done = false; !done;)
        {
            using var cancellation = new CancellationTokenSource();
            try
            {
                // The clock decides when progress is told of; the end of an epoch always is.
                Make(Small.With(o => o.MaxDegreeOfParallelism = 2), other).Run(
                    new Telling(progress => CancelAfterSome(cancellation, progress)), cancellation.Token);
                done = true;
            }
            catch (OperationCanceledException)
            {
                cancellations++;
            }
        }

        Assert.True(cancellations >= 2);
        AssertSameFiles(_folder, other);

        static void CancelAfterSome(CancellationTokenSource cancellation, SearchProgress progress)
        {
            if (progress.Fraction < 1)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void A_finished_search_trains_nothing_again_and_more_trials_are_added_to_it()
    {
        Search(Small.With(o => o.TrialCount = 3));
        var told = new List<SearchProgress>();

        Assert.Equal(
            3,
            Make(Small.With(o => o.TrialCount = 3), _folder).Run(
                new Telling(told.Add), TestContext.Current.CancellationToken).Count);
        Assert.Empty(told);

        Make(Small, _folder).Run(new Telling(told.Add), TestContext.Current.CancellationToken);
        Assert.Equal([4, 5, 6], told.Select(progress => progress.CompletedTrial?.Number).OfType<int>());
        var other = _temporary.File("other");
        Search(Small, other);
        AssertSameFiles(other, _folder);
    }

    [Fact]
    public void A_trial_whose_file_is_gone_is_run_again()
    {
        var other = _temporary.File("other");
        Search(Small);
        Search(Small, other);
        File.Delete(Path.Combine(_folder, "trial-0002.json"));

        Search(Small);

        AssertSameFiles(other, _folder);
    }

    [Fact]
    public void What_a_kill_leaves_behind_is_removed_and_files_of_others_are_left_alone()
    {
        var other = _temporary.File("other");
        Search(Small, other);
        Directory.CreateDirectory(_folder);
        string[] foreign =
        [
            "notes.txt", "trial-1.json", "trial-0001.json.bak", "trial-0001.json.tmp", "model.safetensors",
            "trials.tsv.old",
        ];
        foreach (var name in foreign)
        {
            File.WriteAllText(Path.Combine(_folder, name), name);
        }

        Search(Small);
        File.WriteAllText(Path.Combine(_folder, $"trial-0001.safetensors.{Guid.NewGuid():N}.tmp"), "half");
        File.WriteAllText(Path.Combine(_folder, "trial-0001.checkpoint"), "done by now");
        File.WriteAllText(Path.Combine(_folder, "search.lock"), "nobody holds it");
        Search(Small);

        Assert.All(foreign, name => Assert.Equal(name, File.ReadAllText(Path.Combine(_folder, name))));
        foreach (var name in foreign)
        {
            File.Delete(Path.Combine(_folder, name));
        }

        AssertSameFiles(other, _folder);
    }

    [Fact]
    public void Another_search_is_refused_with_what_differs_and_nothing_changed()
    {
        Search(Small);
        var before = Files(_folder);
        (SearchOptions Options, string Difference)[] others =
        [
            (Small.With(o => o.Seed = 1), "another seed"),
            (Small.With(o => o.Epochs = 5), "another number of epochs"),
            (Small.With(o => o.Recipe = TrainingRecipe.Tutorial), "another recipe"),
            (Small.With(o => o.Optimizer = TrainingOptimizer.Adam), "another optimiser"),
            (Small.With(o => o.LargestLearningRate = 2), "another range of learning rates"),
            (Small.With(o => o.HiddenSizes = [3]), "another list of hidden sizes"),
            (Small.With(o => o.EmbeddingSizes = [2]), "another list of embedding sizes"),
            (Small.With(o => o.WindowSizes = [1]), "another list of window sizes"),
        ];

        Assert.All(
            others,
            other => Assert.Contains(
                other.Difference,
                Assert.Throws<InvalidDataException>(() => Search(other.Options)).Message,
                StringComparison.Ordinal));
        var corpus = new Corpus(Other(CorpusSet.Train), Other(CorpusSet.Validation), Other(CorpusSet.Test));
        var search = new HyperparameterSearch(corpus, _folder, Small);
        Assert.Contains(
            "another corpus",
            Assert.Throws<InvalidDataException>(
                () => search.Run(cancellationToken: TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, Files(_folder));
    }

    [Theory]
    [InlineData("trial-0003.json", "{}")]
    [InlineData("trial-0003.json", "null")]
    [InlineData("trial-0003.json", "not JSON")]
    [InlineData("search.json", "{}")]
    public void A_damaged_file_is_named(string name, string content)
    {
        Search(Small);
        File.WriteAllText(Path.Combine(_folder, name), content);

        Assert.Contains(
            name, Assert.Throws<InvalidDataException>(() => Search(Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_of_other_settings_is_refused()
    {
        Search(Small);
        File.Copy(Path.Combine(_folder, "trial-0001.json"), Path.Combine(_folder, "trial-0002.json"), overwrite: true);

        Assert.Contains(
            "not what the search draws",
            Assert.Throws<InvalidDataException>(() => Search(Small)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_best_model_that_is_gone_is_said_to_be()
    {
        var best = Search(Small)[0];
        File.Delete(Path.Combine(_folder, $"trial-{best.Number:D4}.safetensors"));

        Assert.Contains(
            "is gone", Assert.Throws<InvalidDataException>(() => Search(Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_files_that_a_search_would_write_and_no_search_is_refused()
    {
        Directory.CreateDirectory(_folder);
        var mine = Path.Combine(_folder, "best.safetensors");
        File.WriteAllText(mine, "mine");

        Assert.Contains(
            "best.safetensors", Assert.Throws<IOException>(() => Search(Small)).Message, StringComparison.Ordinal);

        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal([mine], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_in_the_folders_place_and_a_parent_that_is_not_there_are_refused()
    {
        Assert.Contains(
            "a file is where",
            Assert.Throws<IOException>(() => Search(Small, _temporary.Write("file", "text"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            Assert.Throws<DirectoryNotFoundException>(() => Search(Small, _temporary.File("no/where"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_searches_in_one_folder_at_a_time_are_refused()
    {
        string? message = null;

        Make(Small, _folder).Run(
            new Telling(_ => message ??= Assert.Throws<IOException>(() => Search(Small)).Message),
            TestContext.Current.CancellationToken);

        Assert.Contains("another search is under way", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_that_diverge_stand_last_and_without_a_score()
    {
        var trials = Search(Small.With(o => { o.SmallestLearningRate = 1e-3; o.LargestLearningRate = 1e30; }));

        var diverged = trials.SkipWhile(trial => trial.Problem is null).ToArray();
        Assert.NotEmpty(diverged);
        Assert.All(diverged, trial => Assert.Null(trial.ValidationF1));
        Assert.All(diverged, trial => Assert.Contains("diverged", trial.Problem!, StringComparison.Ordinal));
        Assert.Equal(trials, Search(Small.With(o => { o.SmallestLearningRate = 1e-3; o.LargestLearningRate = 1e30; })));
    }

    [Fact]
    public void A_failure_in_one_trial_ends_the_search_with_it()
    {
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(Path.Combine(_folder, "trial-0003.checkpoint"));

        Assert.ThrowsAny<Exception>(() => Search(Small.With(o => o.MaxDegreeOfParallelism = 2)));

        Directory.Delete(Path.Combine(_folder, "trial-0003.checkpoint"));
        Assert.Equal(Trials, Search(Small).Count);
    }

    [Fact]
    public void Without_a_validation_set_there_is_nothing_to_choose_by() =>
        Assert.Contains(
            "the corpus has none",
            Assert.Throws<CorpusFormatException>(
                () => new HyperparameterSearch(TinyCorpus.Indexed(withValidation: false), _folder, Small)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Options_out_of_range_are_refused_before_a_folder_is_made()
    {
        Action<SearchOptions>[] wrong =
        [
            o => o.TrialCount = 0,
            o => o.TrialCount = 10_000,
            o => o.MaxDegreeOfParallelism = 0,
            o => o.Epochs = 0,
            o => o.HiddenSizes = [],
            o => o.HiddenSizes = [0],
            o => o.WindowSizes = [3, 4],
            o => o.SmallestLearningRate = 0,
            o => o.SmallestLearningRate = 2,
            o => (o.Optimizer, o.Recipe) = (TrainingOptimizer.Adam, TrainingRecipe.Tutorial),
            o => o.Optimizer = (TrainingOptimizer)2,
            o => o.LargestLearningRate = double.PositiveInfinity,
            o => o.SmallestLearningRate = double.NaN,
        ];

        Assert.All(
            wrong,
            change => Assert.Throws<ArgumentOutOfRangeException>(() => Make(Small.With(change), _folder)));
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void The_table_has_a_line_for_each_trial_the_best_first()
    {
        var trials = Search(Small);

        var lines = File.ReadAllLines(Path.Combine(_folder, "trials.tsv"));

        Assert.StartsWith("trial\tvalidation_f1\ttest_f1\t", lines[0], StringComparison.Ordinal);
        Assert.Equal(trials.Select(trial => $"{trial.Number}"), lines.Skip(1).Select(line => line.Split('\t')[0]));
        Assert.All(lines, line => Assert.Equal(11, line.Split('\t').Length));
    }

    /// <summary>The sentences of a set in another order.</summary>
    private static IEnumerable<CorpusSentence> Other(CorpusSet set) =>
        [.. TinyCorpus.Textual().GetSentences(set).Skip(1), .. TinyCorpus.Textual().GetSentences(set).Take(2)];

    private static HyperparameterSearch Make(SearchOptions options, string folder) =>
        new(TinyCorpus.Indexed(), folder, options);

    private IReadOnlyList<SearchTrial> Search(SearchOptions options, string? folder = null) =>
        Make(options, folder ?? _folder).Run(cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertSameFiles(string expected, string actual) => Assert.Equal(Files(expected), Files(actual));

    private static IEnumerable<(string Name, string Content)> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(
            path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path))))];

    private static void AssertEqual(ElmanModel expected, ElmanModel actual)
    {
        var (one, other) = (expected.ExportParameters(), actual.ExportParameters());
        Assert.All(TensorNames.All, tensor => Assert.Equal(one[tensor].ToArray(), other[tensor].ToArray()));
    }

    private sealed class Telling(Action<SearchProgress> tell) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => tell(value);
    }
}
