using System.Text;
using System.Xml.Linq;
using FastElman.Training.Reports;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>From a number in the table of confused slots to the sentences that it counts.</summary>
public sealed class ConfusionExamplesTests
{
    private static readonly LabelSet Labels = new(["B-a", "I-a", "B-b", "O"]);

    /// <summary>The scripted model says "a" to everything.</summary>
    private static readonly ReportedRun Report = ReportOf(
        new(["x", "y", "z"], ["B-b", "O", "B-b"]),
        new(["y", "y"], ["B-a", "O"]));

    [Fact]
    public void Every_confusion_in_the_table_leads_to_its_sentences()
    {
        var examples = Report.OfClass("example").ToDictionary(example => example.Attribute("id")!.Value);

        string[] Texts(string count) =>
        [
            .. Links(Report).Where(link => link.Value == count)
                .Select(link => examples[link.Attribute("href")!.Value[1..]].Element("h3")!.Value),
        ];
        Assert.Equal(2, Links(Report).Count());
        Assert.Equal(2, examples.Count);
        Assert.Equal(["right b, predicted a: 2 words", "right O, predicted a: 2 words"], Texts("2"));
    }

    [Fact]
    public void The_confused_words_are_marked_in_their_sentence()
    {
        var ofB = Report.OfClass("example").First();

        var sentence = ofB.Descendants("li").Single();
        Assert.Equal("x y z", sentence.Value.Trim());
        Assert.Equal(["x", "z"], sentence.Descendants("mark").Select(word => word.Value));
        Assert.Equal("1", sentence.Attribute("value")!.Value);
        Assert.Equal(
            ["1", "2"],
            Report.OfClass("example").Last().Descendants("li").Select(item => item.Attribute("value")!.Value));
    }

    [Fact]
    public void Every_link_leads_to_something_in_the_page()
    {
        var ids = Report.Page.DescendantsAndSelf().Select(element => element.Attribute("id")?.Value).OfType<string>()
            .ToArray();

        Assert.Equal(ids.Distinct(), ids);
        Assert.NotEmpty(Report.All("a"));
        Assert.All(Report.All("a"), link =>
        {
            Assert.StartsWith("#", link.Attribute("href")!.Value, StringComparison.Ordinal);
            Assert.Contains(link.Attribute("href")!.Value[1..], ids);
        });
    }

    [Fact]
    public void The_diagonal_and_empty_cells_lead_nowhere()
    {
        Assert.NotEmpty(Report.OfClass("right"));
        Assert.All(Report.OfClass("right").Concat(Report.OfClass("none")), cell => Assert.Empty(cell.Elements()));
    }

    [Fact]
    public void The_most_frequent_confusion_is_the_first()
    {
        var report = ReportOf(
            new(["x"], ["O"]), new(["y"], ["B-b"]), new(["z"], ["B-b"]), new(["x", "y"], ["B-b", "B-b"]));

        Assert.Equal(
            ["right b, predicted a: 4 words", "right O, predicted a: 1 word"],
            report.OfClass("example").Select(example => example.Element("h3")!.Value));
    }

    [Fact]
    public void A_few_different_sentences_are_shown_and_the_others_counted()
    {
        CorpusSentence[] same = [.. Enumerable.Repeat(new CorpusSentence(["x"], ["B-b"]), 10)];
        CorpusSentence[] different =
        [
            .. Enumerable.Range(1, 9).Select(length => new CorpusSentence(
                Enumerable.Repeat("y", length), Enumerable.Repeat("O", length - 1).Append("B-b"))),
        ];

        var example = ReportOf([.. same, .. different]).OfClass("example").Single(
            each => each.Element("h3")!.Value.StartsWith("right b", StringComparison.Ordinal));

        Assert.Equal(["1", "11", "12"], example.Descendants("li").Select(item => item.Attribute("value")!.Value));
        Assert.Contains("16 more sentences are not shown.", example.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_sentence_is_shown_around_its_marked_words()
    {
        const int Length = 200;
        string[] labels = [.. Enumerable.Repeat("O", Length)];
        labels[100] = "B-b";

        var item = ReportOf(new CorpusSentence(Enumerable.Repeat("y", Length), labels)).OfClass("example").Single(
            each => each.Element("h3")!.Value.StartsWith("right b", StringComparison.Ordinal)).Descendants("li")
            .Single();

        Assert.InRange(item.Descendants("bdi").Count(), 10, 40);
        Assert.Single(item.Descendants("mark"));
        Assert.StartsWith("…", item.Value.Trim(), StringComparison.Ordinal);
        Assert.EndsWith("…", item.Value.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_that_are_confused_only_with_slots_outside_the_table_lead_nowhere()
    {
        // 20 slots with three wrong words each, and as many others with one: none of these is in the table.
        string[] slots = [.. Enumerable.Range(0, 20).Select(slot => $"B-s{slot:00}")];
        var sentences = Enumerable.Range(0, 60).Select(i => new TaggedSentence(
            ["x"], [false], [slots[i / 3]], [$"B-other{i}"]));
        using var page = new MemoryStream();
        using (var html = new HtmlWriter(page))
        {
            html.Element("section", () => ConfusionTable.Write(html, new SlotConfusion(sentences)));
        }

        var text = Encoding.UTF8.GetString(page.ToArray());

        Assert.Contains("s19", text, StringComparison.Ordinal);
        Assert.DoesNotContain("href", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_and_slots_are_text_whatever_they_look_like()
    {
        const string Markup = "<img src=\"x\">'\"&";
        var labels = new LabelSet(["B-a", "B-" + Markup, "O"]);

        var report = ReportWith(labels, new CorpusSentence([Markup], ["B-" + Markup]));

        Assert.Empty(report.All("img"));
        var example = report.OfClass("example").Single();
        Assert.Equal($"right {Markup}, predicted a: 1 word", example.Element("h3")!.Value);
        Assert.Equal(Markup, example.Descendants("mark").Single().Value);
        Assert.DoesNotContain(
            report.Page.DescendantsAndSelf().Attributes(),
            attribute => attribute.Value.Contains("src=", StringComparison.Ordinal));
    }

    private static ReportedRun ReportOf(params CorpusSentence[] test) => ReportWith(Labels, test);

    private static ReportedRun ReportWith(LabelSet labels, params CorpusSentence[] test)
    {
        var options = TinyCorpus.Options.With(o => o.Epochs = 1);
        var corpus = new Corpus("confused", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = [new(["x", "y", "z"], labels.Take(3))],
            [CorpusSet.Test] = test,
        }, new Vocabulary(["<UNK>", "x", "y", "z"]), labels);
        return ReportedRun.Of(
            corpus, options, new TrainingRun(corpus, options, new ScriptedTrainer(_ => 0)).Complete());
    }

    private static IEnumerable<XElement> Links(ReportedRun report) =>
        report.OfClass("confusion").Single().Descendants("a");
}
