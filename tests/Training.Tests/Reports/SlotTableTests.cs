using System.Xml.Linq;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>The table of slots: what hurts most stands first.</summary>
public sealed class SlotTableTests
{
    private static readonly LabelSet Labels = new(["B-few", "B-many", "B-none", "B-some", "O"]);

    /// <summary>The scripted model says "many" to everything: "many" is never missed and very often wrong.</summary>
    private static readonly ReportedRun Report = ReportOf(
        new(["a", "b", "c"], ["B-some", "B-some", "B-many"]),
        new(["a", "b"], ["B-few", "O"]));

    [Fact]
    public void Slots_with_the_most_mistakes_come_first() =>
        Assert.Equal(["all slots", "many", "some", "few"], Rows(Report).Select(row => row[0]));

    [Fact]
    public void Missed_and_wrong_slots_are_counted()
    {
        Assert.Equal(
            ["slot", "mistakes", "missed", "wrong", "correct", "F1", "precision", "recall"],
            Table(Report).Element("thead")!.Descendants("th").Select(heading => heading.Value));
        Assert.Equal(["all slots", "7", "3", "4", "1", "22.22", "20.00", "25.00"], Rows(Report)[0]);
        Assert.Equal(["many", "4", "0", "4", "1", "33.33", "20.00", "100.00"], Rows(Report)[1]);
        Assert.Equal(["some", "2", "2", "0", "0", "0.00", "0.00", "0.00"], Rows(Report)[2]);
    }

    [Fact]
    public void A_bar_is_as_long_as_the_mistakes_are_many()
    {
        string[] Bars(int row) =>
        [
            .. Table(Report).Element("tbody")!.Elements("tr").ElementAt(row).Descendants("span")
                .Where(span => span.Attribute("style") is not null)
                .Select(span => $"{span.Attribute("class")!.Value} {span.Attribute("style")!.Value}"),
        ];

        Assert.Empty(Bars(0));
        Assert.Equal(["invented width:100%"], Bars(1));
        Assert.Equal(["missed width:50%"], Bars(2));
        Assert.Equal(["missed width:25%"], Bars(3));
    }

    [Fact]
    public void Slots_without_a_mistake_are_folded_away()
    {
        var report = ReportOf(new(["a", "b"], ["B-many", "B-few"]), new(["a"], ["B-many"]));
        var perfect = ReportOf(new CorpusSentence(["a", "b"], ["B-many", "B-many"]));

        Assert.Equal(["all slots", "few", "many"], Rows(report).Select(row => row[0]));
        Assert.Empty(Folded(report));
        Assert.Equal(["all slots"], Rows(perfect).Select(row => row[0]));
        Assert.Equal("1 slot without a mistake", Folded(perfect).Single().Element("summary")!.Value);
        Assert.Equal(
            ["many", "0", "0", "0", "2", "100.00", "100.00", "100.00"],
            Folded(perfect).Single().Descendants("tbody").Single().Descendants("tr").Single().Elements()
                .Select(cell => cell.Value));
    }

    private static ReportedRun ReportOf(params CorpusSentence[] test)
    {
        var options = TinyCorpus.Options.With(o => o.Epochs = 1);
        var corpus = new Corpus("slots", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = [new(["a", "b", "c"], ["B-none", "B-many", "O"])],
            [CorpusSet.Test] = test,
        }, new Vocabulary(["<UNK>", "a", "b", "c"]), Labels);
        return ReportedRun.Of(
            corpus, options, new TrainingRun(corpus, options, new ScriptedTrainer(_ => 1)).Complete());
    }

    private static XElement Section(ReportedRun report) =>
        report.All("section").Single(section => section.Element("h2")?.Value == "Slots");

    private static XElement Table(ReportedRun report) => Section(report).Elements("div").Single().Element("table")!;

    private static string[][] Rows(ReportedRun report) =>
    [
        .. Table(report).Element("tbody")!.Elements("tr").Select(
            row => row.Elements().Select(cell => cell.Value).ToArray()),
    ];

    private static IEnumerable<XElement> Folded(ReportedRun report) => Section(report).Elements("details");
}
