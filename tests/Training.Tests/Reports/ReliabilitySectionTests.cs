using System.Globalization;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

public sealed class ReliabilitySectionTests
{
    [Fact]
    public void Every_bin_with_predictions_has_a_bar_as_high_as_its_accuracy()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();
        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, result);
        var tokens = ConfidenceEvaluation.Evaluate(result.Model.Compile(), TinyCorpus.Indexed()).Tokens;
        var bins = tokens.Bins.Where(bin => bin.Count > 0).ToArray();

        var bars = report.OfClass("bar").Where(bar =>
            bar.Attribute("class")!.Value == "bar tokens" && bar.Elements().Any()).ToArray();
        Assert.Equal(bins.Length, bars.Length);
        foreach (var (bin, bar) in bins.Zip(bars))
        {
            // The axis reaches from y = 256 at 0 to y = 40 at 1.
            var top = double.Parse(
                bar.Attribute("d")!.Value.Split('V')[1].Split('H')[0], CultureInfo.InvariantCulture);
            Assert.Equal(256 - (216 * bin.Accuracy), top, 0.01);
            Assert.Contains($": {bin.Count} predictions, ", bar.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_errors_are_told_in_words_too()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();
        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, result);
        var tokens = ConfidenceEvaluation.Evaluate(result.Model.Compile(), TinyCorpus.Indexed()).Tokens;
        var error = string.Create(
            CultureInfo.InvariantCulture, $"expected calibration error {100 * tokens.ExpectedCalibrationError:F2} %");

        Assert.Contains("Of 4 tokens, ", report.VisibleText, StringComparison.Ordinal);
        Assert.Contains(error, report.VisibleText, StringComparison.Ordinal);
        Assert.Contains(report.All("desc"), each => each.Value.Contains(error, StringComparison.Ordinal));
    }
}
