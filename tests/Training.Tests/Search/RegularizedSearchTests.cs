using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>A search whose trials are regularised.</summary>
public sealed class RegularizedSearchTests : IDisposable
{
    private static readonly ElmanModel[] Teachers =
    [
        new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete().Model,
        new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options.With(o => o.Seed = 2)).Complete().Model,
    ];

    private static readonly ElmanModel Nameless =
        ElmanModel.Create(RandomModel.Parameters(new ElmanShape(3, 3, 6, 2, 1), seed: 1));

    private readonly SmallSearch _search = new();

    /// <summary>Without and with subwords and teachers.</summary>
    public static TheoryData<int, int> Kinds => new() { { 0, 0 }, { 50, 0 }, { 50, 2 } };

    public void Dispose() => _search.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_best_model_can_be_trained_again(int subwords, int teachers)
    {
        var trials = _search.Run(Regularized(subwords, teachers));

        var best = trials[0];
        Assert.All(trials, trial => Assert.InRange(trial.Settings.LearningRate, 1e-3, 2e-2));
        var again = new TrainingRun(
            TinyCorpus.Indexed(),
            best.Settings.ToTraining(
                SmallSearch.Options.With(Regularized(subwords, teachers)), _search.Other("again"))).Complete();
        var model = ElmanModel.Load(_search.PathOf("best.safetensors"));
        Assert.Equal("regularized", model.Provenance.Recipe);
        Assert.Equal(subwords == 0 ? 0 : subwords + 16, model.Shape.SubwordCount);
        again.Model.Save(_search.Other("again.safetensors"));
        Assert.Equal(
            File.ReadAllBytes(_search.Other("again.safetensors")),
            File.ReadAllBytes(_search.PathOf("best.safetensors")));
    }

    /// <summary>The recipe takes its last epoch, whatever the scores of earlier ones are.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_trial_has_the_scores_of_its_last_epoch_which_its_model_has(int subwords, int teachers)
    {
        var trials = _search.Run(Regularized(subwords, teachers, o => o.LargestLearningRate = 0.1));

        var best = trials[0];
        Assert.All(trials, trial => Assert.Equal((4, 4), (trial.Epochs, trial.BestEpoch)));
        var model = ElmanModel.Load(_search.PathOf("best.safetensors")).Compile();
        Assert.Equal((best.ValidationF1, best.TestF1), (F1(CorpusSet.Validation), F1(CorpusSet.Test)));

        double? F1(CorpusSet set) => ConllEvaluation.Evaluate(model, TinyCorpus.Indexed(), set).Overall.F1;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_search_that_was_stopped_goes_on_to_the_same_folder(int subwords, int teachers)
    {
        var other = _search.Other("other");
        _search.Run(Regularized(subwords, teachers));
        using var cancellation = new CancellationTokenSource();
        var reports = 0;
        Assert.Throws<OperationCanceledException>(
            () => SmallSearch.Create(SmallSearch.Options.With(Regularized(subwords, teachers)), other).Run(
                new SearchListener(_ =>
                {
                    if (++reports == 7)
                    {
                        cancellation.Cancel();
                    }
                }),
                cancellation.Token));

        _search.Run(Regularized(subwords, teachers), other);

        SmallSearch.AssertSameFiles(_search.Folder, other);
    }

    [Fact]
    public void Several_that_share_a_folder_leave_what_one_alone_does()
    {
        var shared = _search.Other("shared");
        _search.Run(Regularized(subwords: 50, teachers: 1));

        Parallel.For(0, 3, _ => _search.Run(
            Regularized(subwords: 50, teachers: 1, o => (o.SharesFolder, o.Lease) = (true, TimeSpan.FromSeconds(0.3))),
            shared));

        SmallSearch.AssertSameFiles(_search.Folder, shared);
    }

    /// <summary>The optimiser that is ignored makes no other search.</summary>
    [Fact]
    public void Its_folder_is_that_of_Adam_and_of_no_other_recipe()
    {
        var trials = _search.Run(Regularized());

        Assert.Equal(trials, _search.Run(Regularized(change: o => o.Optimizer = TrainingOptimizer.Adam)));
        Assert.Contains(
            "with another recipe",
            Refuse(Regularized(change: o =>
            {
                o.Recipe = TrainingRecipe.Corrected;
                o.Optimizer = TrainingOptimizer.Adam;
            })),
            StringComparison.Ordinal);
    }

    /// <summary>Subwords change how the corpus is read: they are named, and not the corpus.</summary>
    [Fact]
    public void Other_regularisation_is_refused_by_name_and_shown()
    {
        _search.Run(Regularized(subwords: 50, teachers: 1, o => o.TrialCount = 1));

        Assert.All(
            (Action<RegularizationOptions>[])
            [
                o => o.BatchSize = 4,
                o => o.WordDropout = 0.5,
                o => o.InputDropout = 0.1,
                o => o.OutputDropout = 0.1,
                o => o.AveragingDecay = 0.9,
                o => (o.SlotReplacement, o.Teachers) = (0.5, []),
                o => o.Subwords = 0,
                o => o.Subwords = 60,
                o => o.SubwordDropout = 0.1,
                o => o.Teachers = [],
                o => o.Teachers = [Teachers[1]],
                o => o.TeacherWeight = 0.6,
            ],
            change =>
            {
                var message = Refuse(Regularized(subwords: 50, teachers: 1, o => change(o.Regularization)));
                Assert.Contains("with another regularisation", message, StringComparison.Ordinal);
                Assert.Contains("batches of 3, dropout 1 of words", message, StringComparison.Ordinal);
                Assert.Contains(Teachers[0].Fingerprint, message, StringComparison.Ordinal);
            });
        Assert.Contains(
            "with another recipe",
            Refuse(o => o.Optimizer = TrainingOptimizer.Adam),
            StringComparison.Ordinal);
        Assert.Single(_search.Run(Regularized(subwords: 50, teachers: 1, o => o.TrialCount = 1)));
    }

    /// <summary>Every trial learns from the same teachers: another trial would be refused as the first one.</summary>
    [Fact]
    public void Regularisation_that_no_trial_could_have_is_refused_before_a_folder_is_made()
    {
        Assert.All(
            (Action<SearchOptions>[])
            [
                o => o.Regularization.BatchSize = 0,
                o => o.Regularization.InputDropout = 1,
                o => o.Regularization.Teachers = [null!],
                o => (o.Regularization.Subwords, o.Recipe) = (50, TrainingRecipe.Corrected),
                o => (o.Regularization.Subwords, o.Recipe) = (50, TrainingRecipe.Tutorial),
                o => (o.Regularization.Teachers, o.Decoding) = (Teachers, LabelDecoding.IobTransitions),
                o => o.Recipe = (TrainingRecipe)3,
            ],
            change => Assert.Throws<ArgumentOutOfRangeException>(
                "options", () => _search.Run(Regularized(change: change))));
        Assert.Contains(
            "teacher 1 of 1 has no words or no labels",
            Assert.Throws<CorpusFormatException>(() => _search.Run(Regularized(change: o =>
                o.Regularization.Teachers = [Nameless]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new SearchOptions().Regularization = null!);
        Assert.False(Directory.Exists(_search.Folder));
    }

    [Fact]
    public void Other_recipes_ignore_it_and_do_not_write_it_down()
    {
        var trials = _search.Run();

        Assert.Equal(trials, _search.Run(o => (o.Regularization.BatchSize, o.Regularization.Teachers) = (7, Teachers)));
        Assert.DoesNotContain(
            "regularization", File.ReadAllText(_search.PathOf("search.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_copies_it()
    {
        var expected = _search.Run(Regularized());
        var options = SmallSearch.Options.With(Regularized());
        var teachers = new List<ElmanModel>();
        options.Regularization.Teachers = teachers;
        var search = SmallSearch.Create(options, _search.Other("copy"));

        options.Regularization.BatchSize = 1;
        teachers.Add(Teachers[0]);

        Assert.Equal(expected, search.Run(cancellationToken: TestContext.Current.CancellationToken));
    }

    private static Action<SearchOptions> Regularized(
        int subwords = 0, int teachers = 0, Action<SearchOptions>? change = null) => options =>
    {
        options.Recipe = TrainingRecipe.Regularized;
        (options.SmallestLearningRate, options.LargestLearningRate) = (null, null);
        options.Regularization = new RegularizationOptions
        {
            BatchSize = 3,
            Subwords = subwords,
            Teachers = Teachers[..teachers],
        };
        change?.Invoke(options);
    };

    private string Refuse(Action<SearchOptions> change) =>
        Assert.Throws<InvalidDataException>(() => _search.Run(change)).Message;
}
