using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>Reports of runs with a final training, which ended or was cancelled.</summary>
public sealed class FinalReportTests
{
    private const int Sentences = 7, FromLabel = 0, OutsideLabel = 2;

    private static readonly TrainingOptions Options = TinyCorpus.Options.With(o => o.FinalTraining = true);

    [Fact]
    public void The_head_says_what_the_model_learned_from_and_the_page_is_about_that_model()
    {
        var run = Run(TinyCorpus.Textual());
        var result = run.Complete();

        var report = ReportedRun.Of(TinyCorpus.Textual(), Options, run);

        Assert.Equal(
            "F1 33.33 on the test set, after a final training of 2 epochs on the training and validation sets "
            + "together: as many as the best epoch had, with F1 28.57 on the validation set.",
            report.OfClass("outcome").Single().Value);
        Assert.Contains("3 of at most 3, then 2 final, 39 updates", report.VisibleText, StringComparison.Ordinal);
        Assert.Equal(
            report.VisibleText[..200],
            ReportedRun.Of(TinyCorpus.Textual(), Options, result).VisibleText[..200]);
    }

    [Fact]
    public void Without_a_test_set_the_validation_set_is_not_shown_in_its_place()
    {
        var whole = TinyCorpus.Textual();
        var corpus = new Corpus(whole.GetSentences(CorpusSet.Train), whole.GetSentences(CorpusSet.Validation));
        var run = Run(corpus);
        run.Complete();

        var report = ReportedRun.Of(corpus, Options, run);

        Assert.StartsWith(
            "After a final training of 2 epochs", report.OfClass("outcome").Single().Value, StringComparison.Ordinal);
        Assert.Equal(["Learning curves", "Nearest words"], report.Headings);
        Assert.Contains(
            "no set to score the model on besides what it learned from",
            report.OfClass("set").Single().Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_in_the_final_training_it_shows_the_best_model_of_the_first()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Run(TinyCorpus.Textual(), () => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));

        var report = ReportedRun.Of(TinyCorpus.Textual(), Options, run);

        Assert.Equal(
            "The run was interrupted in final epoch 1, after 23 updates.", report.OfClass("stopped").Single().Value);
        Assert.StartsWith(
            "The best model so far: F1 28.57 on the validation set",
            report.OfClass("outcome").Single().Value,
            StringComparison.Ordinal);
    }

    /// <summary>A run whose second of three epochs is the best, with a call in its final training.</summary>
    private static TrainingRun Run(Corpus corpus, Action? inFinal = null) =>
        new(corpus, Options, new ScriptedTrainer(update =>
        {
            if (update == (3 * Sentences) + 2)
            {
                inFinal?.Invoke();
            }

            return update > Sentences ? FromLabel : OutsideLabel;
        }));
}
