using FastElman.Fixtures;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs that diverged, were cancelled or stopped at a limit: what they say and what they keep.</summary>
public sealed class UnfinishedRunTests
{
    private const int FromLabel = 0;
    private const int Sentences = 7;

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run()
    {
        var trainer = new ScriptedTrainer(_ => FromLabel) { Loss = update => update == Sentences + 3 ? float.NaN : 1 };
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, trainer);

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal((2, "tiny.pkl", exception.SentenceIndex + 1), (exception.Epoch, exception.File, exception.Line));
        Assert.Equal(
            trainer.Steps[^1].Words,
            TrainingData.Of(TinyCorpus.Indexed(), TinyCorpus.Options).Train[exception.SentenceIndex].Words);
        Assert.Contains($"training sentence {exception.SentenceIndex}", exception.Message, StringComparison.Ordinal);
        Assert.Equal("the loss of this sentence is NaN", exception.Problem);
        Assert.Equal(Sentences, run.GetBestModel()!.ExportParameters().InitialState[0]);
        Assert.Same(exception, Assert.Throws<TrainingDivergedException>(() => run.Complete()));
        Assert.Same(exception, run.Divergence);
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
    }

    [Fact]
    public void A_run_that_diverged_at_its_limit_stays_diverged()
    {
        var options = TinyCorpus.Options.With(o => o.SentenceLimit = Sentences + 3);
        var run = new TrainingRun(TinyCorpus.Indexed(), options, new ScriptedTrainer(_ => FromLabel)
        {
            Loss = update => update == Sentences + 3 ? float.NaN : 1,
        });

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Same(exception, Assert.Throws<TrainingDivergedException>(() => run.Complete()));
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_not_finite_stops_the_run(float weight)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, new ScriptedTrainer(_ => FromLabel)
        {
            Weight = update => update > Sentences + 2 ? weight : 0,
        });

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal(2, exception.Epoch);
        Assert.Contains("wx", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Sentences, run.GetBestModel()!.ExportParameters().InitialState[0]);
    }

    /// <summary>A loss may stay finite for long: softmax of infinite weights is.</summary>
    [Theory]
    [InlineData(1, Sentences)]
    [InlineData(Sentences, Sentences)]
    [InlineData(Sentences + 1, 2 * Sentences)]
    public void A_weight_that_is_not_finite_is_seen_at_the_end_of_its_epoch(int spoilt, int seen)
    {
        var trainer = new ScriptedTrainer(_ => FromLabel) { Weight = update => update < spoilt ? 0 : float.NaN };
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, trainer);

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal((seen, seen / Sentences), (trainer.Steps.Count, exception.Epoch));
        Assert.Equal((seen / Sentences) - 1, run.GetResult()?.Epochs.Count ?? 0);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(129, 140)]
    public void In_a_long_epoch_it_is_seen_within_64_sentences(int spoilt, int seen)
    {
        var corpus = TinyCorpus.OfIndices(
            [.. Enumerable.Range(0, 140).Select(i => new CorpusSentence([i % 5], [i % 3]))]);
        var trainer = new ScriptedTrainer(_ => FromLabel)
        {
            Weight = update => update < spoilt ? 0 : float.PositiveInfinity,
        };

        Assert.Throws<TrainingDivergedException>(
            () => new TrainingRun(corpus, TinyCorpus.Options, trainer).Complete());

        Assert.Equal(seen, trainer.Steps.Count);
    }

    [Fact]
    public void A_cancelled_run_goes_on_where_it_was()
    {
        var whole = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, InterruptedSteps.Create(count =>
        {
            steps = count;
            if (count == 10)
            {
                cancellation.Cancel();
            }
        }));

        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));
        Assert.Equal(10, steps);
        var result = run.Complete();

        Bits.AssertEqual(whole.Model.ExportParameters(), result.Model.ExportParameters());
        Assert.Equal(whole.Epochs, result.Epochs);
    }

    [Fact]
    public void A_cancelled_run_gives_its_best_so_far()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, new ScriptedTrainer(update =>
        {
            if (update == Sentences + 3)
            {
                cancellation.Cancel();
            }

            return FromLabel;
        }));

        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
        Assert.Null(run.Divergence);
        var result = run.Complete();

        Bits.AssertEqual(result.Model.ExportParameters(), run.GetResult()!.Model.ExportParameters());
        Assert.Equal(result.Epochs, run.GetResult()!.Epochs);
        Assert.Equal(result.UpdateCount, run.GetResult()!.UpdateCount);
    }

    [Fact]
    public void A_run_ended_by_its_limit_gives_the_last_update()
    {
        var run = new TrainingRun(
            TinyCorpus.Indexed(),
            TinyCorpus.Options.With(o => o.SentenceLimit = 3),
            new ScriptedTrainer(_ => FromLabel));

        run.Complete();

        AssertSoFar(run, epochs: 0, updates: 3, bestUpdate: 3);
        Assert.Null(run.GetBestModel());
    }

    [Fact]
    public void Before_the_first_epoch_has_ended_there_is_no_best()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options);

        Assert.Null(run.GetBestModel());
        Assert.Null(run.GetResult());
    }

    /// <summary>The result so far of a scripted run, which counts its updates in the initial state.</summary>
    private static void AssertSoFar(TrainingRun run, int epochs, long updates, int bestUpdate)
    {
        var result = run.GetResult()!;
        Assert.Equal(
            (epochs, updates, bestUpdate),
            (result.Epochs.Count, result.UpdateCount, result.Model.ExportParameters().InitialState[0]));
    }
}
