using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>What a search finds, however often it is stopped and however many trials run at a time.</summary>
public sealed class HyperparameterSearchTests : IDisposable
{
    private readonly SmallSearch _search = new();

    public void Dispose() => _search.Dispose();

    /// <summary>In the search, not in the trial that draws them: others may have run for hours before it.</summary>
    [Fact]
    public void Sizes_that_a_later_trial_could_not_have_are_refused_at_once()
    {
        string[] words = [.. Enumerable.Range(0, 1100).Select(RandomModel.Word)];
        CorpusSentence[] sentences = [.. words.Concat(words).Select(word => new CorpusSentence([word], ["O"]))];
        var corpus = new Corpus(sentences, sentences);
        var options = SmallSearch.Options.Clone();
        (options.HiddenSizes, options.WindowSizes, options.EmbeddingSizes) = ([3], [1], [2, 500_000]);
        options.Seed = Enumerable.Range(1, 100).Select(seed => (uint)seed).First(seed =>
        {
            options.Seed = seed;
            return TrialSettings.Draw(options, 1).EmbeddingSize == 2;
        });

        var exception = Assert.Throws<InvalidOperationException>(
            () => new HyperparameterSearch(corpus, _search.Other("refused"), options));
        Assert.Contains("more words or labels than a network", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TrainingRecipe.Corrected)]
    [InlineData(TrainingRecipe.Tutorial)]
    public void The_best_model_can_be_trained_again(TrainingRecipe recipe)
    {
        var options = SmallSearch.Options.With(o => o.Recipe = recipe);
        var trials = _search.Run(o => o.Recipe = recipe);

        Assert.Equal(Enumerable.Range(1, SmallSearch.Trials), trials.Select(trial => trial.Number).Order());
        Assert.Equal(trials.OrderByDescending(trial => trial.ValidationF1).ThenBy(trial => trial.Number), trials);
        var best = trials[0];
        var again = new TrainingRun(
            TinyCorpus.Indexed(), best.Settings.ToTraining(options, _search.Other("again"))).Complete();
        Assert.Equal(
            (best.ValidationF1, best.TestF1, best.BestEpoch),
            (again.BestEpoch!.ValidationF1, again.BestEpoch.TestF1, again.BestEpoch.Epoch));
        Bits.AssertEqual(
            again.Model.ExportParameters(),
            ElmanModel.Load(_search.PathOf("best.safetensors")).ExportParameters());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void However_many_trials_run_at_a_time_the_folder_is_the_same(int jobs)
    {
        var other = _search.Other("other");
        var expected = _search.Run();

        Assert.Equal(expected, _search.Run(o => o.MaxDegreeOfParallelism = jobs, other));

        SmallSearch.AssertSameFiles(_search.Folder, other);
    }

    [Fact]
    public void Every_trial_has_the_density_asked_for_and_the_folder_is_no_others()
    {
        _search.Run(o => o.Density = 0.4);

        var best = ElmanModel.Load(_search.PathOf("best.safetensors")).ExportParameters();
        Assert.Equal(best.Shape.HiddenSize == 3 ? 1 / 3.0 : 2 / 5.0, SparseRecurrence.Density(best));
        Assert.Contains(
            "with another density",
            Assert.Throws<InvalidDataException>(() => _search.Run()).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "with another density",
            Assert.Throws<InvalidDataException>(() => _search.Run(o => o.Density = 0.3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_again_and_again_it_ends_as_if_it_had_not_been()
    {
        var other = _search.Other("other");
        _search.Run();
        var cancellations = 0;
        for (var done = false; !done;)
        {
            using var cancellation = new CancellationTokenSource();
            try
            {
                // The clock decides when progress is told of; the end of an epoch always is.
                SmallSearch.Create(SmallSearch.Options.With(o => o.MaxDegreeOfParallelism = 2), other).Run(
                    new SearchListener(progress => CancelAfterSome(cancellation, progress)), cancellation.Token);
                done = true;
            }
            catch (OperationCanceledException)
            {
                cancellations++;
            }
        }

        Assert.True(cancellations >= 2);
        SmallSearch.AssertSameFiles(_search.Folder, other);

        static void CancelAfterSome(CancellationTokenSource cancellation, SearchProgress progress)
        {
            if (progress.Fraction < 1)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void More_trials_are_added_to_a_finished_search()
    {
        _search.Run(o => o.TrialCount = 3);
        var told = new List<SearchProgress>();

        Assert.Equal(
            3,
            _search.Run(o => o.TrialCount = 3, report: told.Add).Count);
        Assert.Empty(told);

        _search.Run(report: told.Add);
        Assert.Equal([4, 5, 6], told.Select(progress => progress.CompletedTrial?.Number).OfType<int>());
        var other = _search.Other("other");
        _search.Run(folder: other);
        SmallSearch.AssertSameFiles(other, _search.Folder);
    }

    [Fact]
    public void Trials_that_diverge_stand_last_and_without_a_score()
    {
        var trials = _search.Run(o => { o.SmallestLearningRate = 1e-3; o.LargestLearningRate = 1e30; });

        var diverged = trials.SkipWhile(trial => trial.Problem is null).ToArray();
        Assert.NotEmpty(diverged);
        Assert.All(diverged, trial => Assert.Null(trial.ValidationF1));
        Assert.All(diverged, trial => Assert.Contains("diverged", trial.Problem!, StringComparison.Ordinal));
        Assert.Equal(trials, _search.Run(o => { o.SmallestLearningRate = 1e-3; o.LargestLearningRate = 1e30; }));
    }

    [Fact]
    public void A_failure_in_one_trial_ends_the_search_with_it()
    {
        Directory.CreateDirectory(_search.Folder);
        Directory.CreateDirectory(_search.PathOf("trial-0003.checkpoint"));

        Assert.ThrowsAny<Exception>(() => _search.Run(o => o.MaxDegreeOfParallelism = 2));

        Directory.Delete(_search.PathOf("trial-0003.checkpoint"));
        Assert.Equal(SmallSearch.Trials, _search.Run().Count);
    }

    [Fact]
    public void Without_a_validation_set_there_is_nothing_to_choose_by() =>
        Assert.Contains(
            "the corpus has none",
            Assert.Throws<CorpusFormatException>(
                () => new HyperparameterSearch(TinyCorpus.Indexed(withValidation: false), _search.Folder)).Message,
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
            o => o.HiddenSizes = [0],
            o => o.WindowSizes = [3, 4],
            o => o.SmallestLearningRate = 0,
            o => o.SmallestLearningRate = 2,
            o => (o.Optimizer, o.Recipe) = (TrainingOptimizer.Adam, TrainingRecipe.Tutorial),
            o => o.Optimizer = (TrainingOptimizer)2,
            o => o.LargestLearningRate = double.PositiveInfinity,
            o => o.SmallestLearningRate = double.NaN,
            o => o.Lease = TimeSpan.Zero,
            o => o.Lease = TimeSpan.FromDays(2),
        ];

        Assert.All(
            wrong,
            change => Assert.Throws<ArgumentOutOfRangeException>("options", () => _search.Run(change)));
        Assert.False(Directory.Exists(_search.Folder));
    }
}
