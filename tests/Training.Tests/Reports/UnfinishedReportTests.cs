using System.Globalization;
using System.Xml.Linq;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>
/// Reports of runs that have diverged or were cancelled: somewhere in the second epoch, or in the first.
/// </summary>
public class UnfinishedReportTests
{
    private const int Sentences = 7;
    private const int FromLabel = 0;

    private static readonly string[] AllHeadings =
        ["Learning curves", "Slots", "Confused slots", "Confidence", "Sentences", "Nearest words"];

    [Fact]
    public void A_diverged_run_names_the_problem_and_shows_the_best_model()
    {
        var run = Diverged(TinyCorpus.Indexed(), update: Sentences + 3);
        var (sentence, line) = (run.Divergence!.SentenceIndex, run.Divergence.Line);

        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, run);

        Assert.Equal(
            $"The run diverged in epoch 2, at tiny.pkl, line {line}, training sentence {sentence}: "
            + "the loss of this sentence is NaN.",
            report.OfClass("stopped").Single().Value);
        Assert.Equal(
            "The best model so far: F1 28.57 on the validation set, 33.33 on the test set, in epoch 1 of 1.",
            report.OfClass("outcome").Single().Value);
        Assert.Contains("1 of at most 3, 10 updates", report.VisibleText, StringComparison.Ordinal);
        Assert.Equal(AllHeadings, report.Headings);
    }

    [Fact]
    public void A_run_that_diverges_in_its_first_epoch_has_a_head_only()
    {
        var report = ReportedRun.Of(
            TinyCorpus.Indexed(), TinyCorpus.Options, Diverged(TinyCorpus.Indexed(), update: 1));

        Assert.StartsWith(
            "The run diverged in epoch 1, at tiny.pkl, line ",
            report.OfClass("stopped").Single().Value,
            StringComparison.Ordinal);
        Assert.Equal("No epoch had ended: there is no model.", report.OfClass("outcome").Single().Value);
        Assert.Contains(
            "4 hidden units, embeddings of 3, a window of 3 words", report.VisibleText, StringComparison.Ordinal);
        Assert.Empty(report.Headings);
    }

    [Fact]
    public void A_sentence_that_stands_in_no_file_is_named_by_its_number()
    {
        var corpus = TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1]));

        var report = ReportedRun.Of(corpus, TinyCorpus.Options, Diverged(corpus, update: 1));

        Assert.Equal(
            "The run diverged in epoch 1, at training sentence 0: the loss of this sentence is NaN.",
            report.OfClass("stopped").Single().Value);
    }

    [Fact]
    public void A_loss_beyond_all_measure_has_room_at_its_axis()
    {
        EpochResult[] epochs = [new(1, 1.03e20, 3e19, 0, 0, IsBest: true), new(2, 8.7e19, 3e19, 0, 0, IsBest: false)];
        var result = new TrainingResult(
            new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete().Model, epochs, 2 * Sentences);

        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, result);

        var labels = report.All("text").Where(text => text.Attribute("text-anchor")?.Value == "end").ToArray();
        Assert.Contains("1.05E+20", labels.Select(label => label.Value));
        Assert.All(
            labels,
            label => Assert.True(
                int.Parse(label.Attribute("x")!.Value, CultureInfo.InvariantCulture) >= 6.5 * label.Value.Length,
                label.Value));
    }

    [Fact]
    public void A_cancelled_run_says_so_and_shows_the_best_model_so_far()
    {
        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, Cancelled(update: Sentences + 3));

        Assert.Equal("The run was interrupted in epoch 2, after 10 updates.", report.OfClass("stopped").Single().Value);
        Assert.StartsWith(
            "The best model so far: F1 ", report.OfClass("outcome").Single().Value, StringComparison.Ordinal);
        Assert.Equal(AllHeadings, report.Headings);
        Assert.Empty(ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, Cancelled(update: 2)).Headings);
    }

    [Fact]
    public void A_run_that_has_ended_is_told_as_its_result_is()
    {
        foreach (var limit in (int?[])[null, 10, 3])
        {
            var options = TinyCorpus.Options.With(o => o.SentenceLimit = limit);
            var run = new TrainingRun(TinyCorpus.Indexed(), options);
            var ofResult = ReportedRun.Of(TinyCorpus.Indexed(), options, run.Complete());

            var ofRun = ReportedRun.Of(TinyCorpus.Indexed(), options, run);

            Assert.Empty(ofRun.OfClass("stopped"));
            Assert.Equal(WithoutTime(ofResult), WithoutTime(ofRun));
        }
    }

    [Fact]
    public void A_learning_rate_that_was_not_given_is_that_of_the_recipe()
    {
        var report = ReportedRun.Of(
            TinyCorpus.Indexed(), TinyCorpus.Options.With(o => { o.LearningRate = null; o.Epochs = 1; }));

        Assert.Equal(
            "0.8",
            report.All("dt").Zip(report.All("dd")).Single(fact => fact.First.Value == "Learning rate").Second.Value);
    }

    private static TrainingRun Diverged(Corpus corpus, int update)
    {
        var run = new TrainingRun(
            corpus,
            TinyCorpus.Options,
            new ScriptedTrainer(_ => FromLabel) { Loss = step => step == update ? float.NaN : 1 });
        Assert.Throws<TrainingDivergedException>(() => run.Complete());
        return run;
    }

    private static TrainingRun Cancelled(int update)
    {
        using var cancellation = new CancellationTokenSource();
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, InterruptedSteps.Create(step =>
        {
            if (step == update)
            {
                cancellation.Cancel();
            }
        }));
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));
        return run;
    }

    /// <summary>All that can be read but when it was written, which may be a minute later.</summary>
    private static IEnumerable<string> WithoutTime(ReportedRun report) =>
        report.Page.Element("body")!.DescendantNodes().OfType<XText>().Select(text => text.Value).Where(
            text => !text.EndsWith(" UTC", StringComparison.Ordinal));
}
