using System.Globalization;
using System.Xml.Linq;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>How changes of the learning rate are seen: as marks, or as a chart where they are many.</summary>
public sealed class LearningRateTests
{
    private const int MostMarks = 5;

    [Fact]
    public void A_learning_rate_that_stays_is_not_drawn()
    {
        var report = Report(rates: [0.1, 0.1, 0.1]);

        Assert.Empty(report.OfClass("rate"));
        Assert.DoesNotContain("dashed line", report.VisibleText, StringComparison.Ordinal);
        Assert.Equal(["Training loss by epoch", "F1 by epoch"], ChartTitles(report));
    }

    [Fact]
    public void A_few_changes_are_marks_in_both_charts()
    {
        var report = Report(Halved(MostMarks));

        Assert.Equal(2 * MostMarks, report.OfClass("rate").Count(mark => mark.Name == "path"));
        Assert.Contains("dashed line", report.VisibleText, StringComparison.Ordinal);
        Assert.Equal(["Training loss by epoch", "F1 by epoch"], ChartTitles(report));
    }

    [Fact]
    public void Many_changes_have_a_chart_of_their_own_and_no_marks()
    {
        var report = Report(Halved(MostMarks + 1));

        Assert.DoesNotContain(report.OfClass("rate"), mark => mark.Name == "text");
        Assert.DoesNotContain("dashed line", report.VisibleText, StringComparison.Ordinal);
        Assert.Equal(
            ["Training loss by epoch", "F1 by epoch", "Learning rate by epoch"], ChartTitles(report));
        var chart = Chart(report, "Learning rate by epoch");
        Assert.Equal(
            "From 0.8 in the first to 0.0125 in the last of 7 epochs, on a logarithmic scale.",
            chart.Element("desc")!.Value);
    }

    [Fact]
    public void The_rate_is_a_step_for_each_epoch_and_falls_by_equal_distances_where_it_is_halved()
    {
        var line = Chart(Report(Halved(MostMarks + 1)), "Learning rate by epoch")
            .Elements().Single(path => path.Attribute("class")?.Value == "curve step" && path.HasElements)
            .Attribute("d")!.Value;

        double[] heights =
        [
            .. line.Split('M', 'H', 'V').Where((_, part) => part >= 1 && part % 2 == 1)
                .Select(part => double.Parse(part.Split(' ')[^1], CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(MostMarks + 2, heights.Length);
        var falls = heights.Zip(heights.Skip(1), (before, after) => after - before).ToArray();
        Assert.All(falls, fall => Assert.Equal(falls[0], fall, 0.05));
        Assert.True(falls[0] > 0);
    }

    [Fact]
    public void The_default_recipe_has_the_chart()
    {
        var options = TinyCorpus.Options.With(o => o.Epochs = 60);

        var report = ReportedRun.Of(TinyCorpus.Indexed(), options);

        Assert.Contains("Learning rate by epoch", ChartTitles(report));
        Assert.Empty(report.OfClass("rate"));
    }

    [Fact]
    public void A_rate_below_all_measure_can_be_drawn()
    {
        var report = Report([1e-300, 1e-310, 1e-320, 0, 1e-320, 0, 1e-320]);

        Assert.Contains("Learning rate by epoch", ChartTitles(report));
        Assert.DoesNotContain("NaN", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", report.Text, StringComparison.Ordinal);
    }

    private static double[] Halved(int times) =>
        [.. Enumerable.Range(0, times + 1).Select(change => 0.8 / (1 << change))];

    private static ReportedRun Report(double[] rates)
    {
        EpochResult[] epochs =
        [
            .. rates.Select((rate, index) => new EpochResult(index + 1, 1.0 / (index + 1), rate, 90, 89, index == 0)),
        ];
        var model = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete().Model;
        return ReportedRun.Of(
            TinyCorpus.Indexed(), TinyCorpus.Options, new TrainingResult(model, epochs, 7 * epochs.Length));
    }

    private static IEnumerable<string> ChartTitles(ReportedRun report) => report.All("section").First()
        .Descendants("svg").Select(chart => chart.Element("title")!.Value);

    private static XElement Chart(ReportedRun report, string title) =>
        report.All("svg").Single(chart => chart.Element("title")!.Value == title);
}
