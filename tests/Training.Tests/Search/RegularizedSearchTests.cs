using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>A search whose trials are regularised.</summary>
public sealed class RegularizedSearchTests : IDisposable
{
    private readonly SmallSearch _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public void The_best_model_can_be_trained_again()
    {
        var trials = _search.Run(Regularized);

        var best = trials[0];
        Assert.All(trials, trial => Assert.InRange(trial.Settings.LearningRate, 3e-4, 1e-2));
        var again = new TrainingRun(
            TinyCorpus.Indexed(),
            best.Settings.ToTraining(SmallSearch.Options.With(Regularized), _search.Other("again"))).Complete();
        var model = ElmanModel.Load(_search.PathOf("best.safetensors"));
        Assert.Equal("regularized", model.Provenance.Recipe);
        Bits.AssertEqual(again.Model.ExportParameters(), model.ExportParameters());
    }

    [Fact]
    public void A_search_that_was_stopped_goes_on_to_the_same_folder()
    {
        var other = _search.Other("other");
        _search.Run(Regularized);
        using var cancellation = new CancellationTokenSource();
        var reports = 0;
        Assert.Throws<OperationCanceledException>(
            () => SmallSearch.Create(SmallSearch.Options.With(Regularized), other).Run(
                new SearchListener(_ =>
                {
                    if (++reports == 7)
                    {
                        cancellation.Cancel();
                    }
                }),
                cancellation.Token));

        _search.Run(Regularized, other);

        SmallSearch.AssertSameFiles(_search.Folder, other);
    }

    /// <summary>The optimiser that is ignored makes no other search.</summary>
    [Fact]
    public void Its_folder_is_that_of_Adam_and_of_no_other_recipe()
    {
        var trials = _search.Run(Regularized);

        Assert.Equal(trials, _search.Run(o => { Regularized(o); o.Optimizer = TrainingOptimizer.Adam; }));
        Assert.Contains(
            "with another recipe",
            Assert.Throws<InvalidDataException>(() => _search.Run(o =>
            {
                Regularized(o);
                o.Recipe = TrainingRecipe.Corrected;
                o.Optimizer = TrainingOptimizer.Adam;
            })).Message,
            StringComparison.Ordinal);
    }

    private static void Regularized(SearchOptions options)
    {
        options.Recipe = TrainingRecipe.Regularized;
        (options.SmallestLearningRate, options.LargestLearningRate) = (null, null);
    }
}
