using System.Text;
using System.Text.RegularExpressions;
using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

public class TrainingReportTests
{
    private static readonly string[] AllHeadings =
        ["Learning curves", "Slots", "Confused slots", "Confidence", "Sentences", "Nearest words"];

    [Fact]
    public void A_run_is_told_from_its_sizes_to_its_nearest_words()
    {
        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, TimeSpan.FromSeconds(83));

        Assert.Equal(AllHeadings, report.Headings);
        Assert.Equal("Training on tiny.pkl", report.All("h1").Single().Value);
        var facts = report.Facts;
        Assert.Equal("corrected", facts["Recipe"]);
        Assert.Equal("4 hidden units, embeddings of 3, a window of 3 words", facts["Network"]);
        Assert.Equal("345", facts["Seed"]);
        Assert.Equal("3 of at most 3, 21 updates", facts["Epochs"]);
        Assert.Equal("7 sentences, 19 words", facts["Training set"]);
        Assert.Equal("0:01:23 h with scoring", facts["Time"]);
        Assert.StartsWith("FastElman ", facts["Software"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_and_nothing_is_executed()
    {
        var report = ReportedRun.Of(TinyCorpus.Textual(), TinyCorpus.Options);

        Assert.DoesNotMatch(
            new Regex(@"https?:|src=|@import|url\(|javascript:| on\w+=", RegexOptions.IgnoreCase), report.Text);
        Assert.Empty(
            report.All("script").Concat(report.All("link")).Concat(report.All("img")).Concat(report.All("iframe")));
        Assert.Contains(
            report.All("meta"),
            meta => meta.Attribute("content")?.Value.StartsWith(
                "default-src 'none'", StringComparison.Ordinal) == true);
        Assert.StartsWith("<!DOCTYPE html>", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawings_have_a_title_and_a_description_and_tables_have_headings()
    {
        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options);

        var ids = report.Page.DescendantsAndSelf()
            .Select(element => element.Attribute("id")?.Value)
            .OfType<string>()
            .ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(2 + 2, report.All("svg").Count());
        Assert.All(report.All("svg"), drawing =>
        {
            Assert.Equal("img", drawing.Attribute("role")?.Value);
            Assert.All(drawing.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
            Assert.NotEmpty(drawing.Element("title")!.Value);
            Assert.NotEmpty(drawing.Element("desc")!.Value);
        });
        Assert.NotEmpty(report.All("table"));
        Assert.All(
            report.All("th"), heading => Assert.Contains(heading.Attribute("scope")?.Value, (string[])["col", "row"]));
        Assert.All(
            report.All("table"),
            table => Assert.All(
                table.Descendants("tr"),
                row => Assert.Equal(table.Descendants("tr").First().Elements().Count(), row.Elements().Count())));
    }

    [Fact]
    public void Words_and_labels_are_text_whatever_they_look_like()
    {
        const string Script = "<script>alert(1)</script>";
        string[] words = [Script, "\"'&amp;", "]]>", "a\u0001b\u202Ec\uFFFE", "\uD800", "<!--", "<UNK>"];
        string[] labels = ["B-<b>", "I-<b>", "B-\"&", "O", "-", "B-</style>", "O"];
        CorpusSentence[] sentences = [new(words, labels), new(words.Reverse(), labels)];
        var corpus = new Corpus("some/<img src=x>.txt", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = [.. sentences, .. sentences],
            [CorpusSet.Test] = sentences,
        }, new Vocabulary(words.Except(["\uD800"]).Append("x")), new LabelSet(labels.Distinct()));

        var report = ReportedRun.Of(corpus, TinyCorpus.Options.With(o => o.Epochs = 1));

        Assert.Empty(report.All("script"));
        Assert.Empty(report.All("img"));
        Assert.Empty(report.All("b"));
        Assert.Equal("Training on <img src=x>.txt", report.All("h1").Single().Value);
        Assert.Contains(Script, report.All("bdi").Select(word => word.Value));
        Assert.Contains("\"'&amp;", report.All("bdi").Select(word => word.Value));
        Assert.DoesNotContain("\u202E", report.Text, StringComparison.Ordinal);
        Assert.Single(report.All("style"));
    }

    [Fact]
    public void Without_a_test_set_the_validation_set_is_shown()
    {
        var report = ReportedRun.Of(Sets(CorpusSet.Train, CorpusSet.Validation), TinyCorpus.Options);

        Assert.Equal(AllHeadings, report.Headings);
        Assert.Contains("Validation set", report.OfClass("set").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain(report.OfClass("curve"), curve => curve.Attribute("class")!.Value == "curve test");
    }

    [Fact]
    public void Without_a_validation_set_the_last_epoch_is_told_of()
    {
        var report = ReportedRun.Of(TinyCorpus.Indexed(withValidation: false), TinyCorpus.Options);

        Assert.Contains("no validation set", report.OfClass("outcome").Single().Value, StringComparison.Ordinal);
        Assert.Contains("Test set", report.OfClass("set").Single().Value, StringComparison.Ordinal);
        Assert.Empty(report.OfClass("best"));
    }

    [Fact]
    public void With_a_training_set_only_there_is_no_score()
    {
        var report = ReportedRun.Of(Sets(CorpusSet.Train), TinyCorpus.Options);

        Assert.Equal(["Learning curves", "Nearest words"], report.Headings);
        Assert.Single(report.All("svg"));
    }

    [Fact]
    public void Indices_without_a_meaning_have_curves_only()
    {
        var report = ReportedRun.Of(TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1])), TinyCorpus.Options);

        Assert.Equal(["Learning curves", "Nearest words"], report.Headings);
        Assert.Contains("does not say which words", report.VisibleText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void One_epoch_or_none_can_be_drawn(int epochs)
    {
        var options = TinyCorpus.Options.With(o => { o.SentenceLimit = epochs == 0 ? 3 : null; o.Epochs = 1; });

        var report = ReportedRun.Of(TinyCorpus.Indexed(), options);

        Assert.Equal((2 * epochs) + 2, report.All("svg").Count());
        Assert.DoesNotContain("NaN", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", report.Text, StringComparison.Ordinal);
        Assert.Equal(
            epochs == 0 ? "A limit ended the run: the model is that of update 3." : null,
            epochs == 0 ? report.OfClass("outcome").Single().Value : null);
    }

    [Fact]
    public void A_model_without_errors_has_no_confusion()
    {
        var report = ReportedRun.Of(
            TinyCorpus.Indexed(),
            TinyCorpus.Options.With(
                o => { o.HiddenSize = 16; o.EmbeddingSize = 8; o.LearningRate = 1; o.Epochs = 60; }));

        Assert.Contains("No word was put into a wrong slot.", report.VisibleText, StringComparison.Ordinal);
        Assert.Contains("0 of 1 sentences", report.VisibleText, StringComparison.Ordinal);
        Assert.Empty(report.OfClass("wrong"));
        Assert.Equal(["With right labels only"], report.All("h3").Select(heading => heading.Value));
        Assert.DoesNotContain("NaN", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_run_is_drawn_to_its_end()
    {
        const int Epochs = 250;
        EpochResult[] epochs = [.. Enumerable.Range(1, Epochs).Select(
            epoch => new EpochResult(
                epoch, 1.0 / epoch, 0.1, 100 - (50.0 / epoch), 99 - (50.0 / epoch), IsBest: true))];
        var result = new TrainingResult(
            new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete().Model, epochs, 7 * Epochs);

        var report = ReportedRun.Of(TinyCorpus.Indexed(), TinyCorpus.Options, result);

        var lines = report.OfClass("curve").Select(curve => curve.Attribute("d")!.Value).Where(
            line => !line.Contains('h', StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Equal(Epochs, line.Split('L').Length));
        Assert.DoesNotContain("…", report.VisibleText, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_of_the_learning_rate_are_marked()
    {
        var options = TinyCorpus.Options.With(o => { o.Recipe = TrainingRecipe.Tutorial; o.Epochs = 14; });
        var run = new TrainingRun(TinyCorpus.Indexed(), options, new ScriptedTrainer(_ => 0));
        var result = run.Complete();
        var changes = result.Epochs.Zip(result.Epochs.Skip(1)).Count(
            pair => pair.First.LearningRate != pair.Second.LearningRate);
        Assert.InRange(changes, 2, 5);

        var report = ReportedRun.Of(TinyCorpus.Indexed(), options, result);

        Assert.Equal(2 * changes, report.OfClass("rate").Count(mark => mark.Name == "path"));
        Assert.Equal(14, report.All("details").First().Descendants("tbody").Single().Elements().Count());
    }

    [Fact]
    public void The_worst_sentences_come_first_with_their_right_labels()
    {
        // A model that says "O" to everything is wrong wherever there is a slot.
        var options = TinyCorpus.Options.With(o => o.Epochs = 1);
        var corpus = new Corpus("mixed", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = TinyCorpus.Textual().GetSentences(CorpusSet.Train),
            [CorpusSet.Test] = [new(["the", "nowhere"], ["O", "O"]), new(["oslo"], ["B-to"]), new(
                ["from", "oslo", "rome"], ["O", "B-from", "B-to"])],
        }, TinyCorpus.Vocabulary, TinyCorpus.Labels);
        var result = new TrainingRun(corpus, options, new ScriptedTrainer(_ => 2)).Complete();

        var report = ReportedRun.Of(corpus, options, result);

        var sentences = report.OfClass("sentences").SelectMany(list => list.Elements("li")).Select(
            sentence => string.Join(' ', sentence.Descendants("bdi").Select(word => word.Value))).ToArray();
        Assert.Equal(["from oslo rome", "oslo", "the nowhere"], sentences);
        Assert.Equal(
            ["right: B-from", "right: B-to", "right: B-to"], report.OfClass("gold").Select(label => label.Value));
        Assert.All(report.OfClass("predicted"), label => Assert.Equal("✗ O", label.Value));
        Assert.Single(report.All("sup"));
    }

    [Fact]
    public void Of_very_many_wrong_sentences_some_are_shown_and_the_others_counted()
    {
        var options = TinyCorpus.Options.With(o => o.Epochs = 1);
        var corpus = new Corpus("many", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = TinyCorpus.Textual().GetSentences(CorpusSet.Train),
            [CorpusSet.Test] = [.. Enumerable.Repeat(new CorpusSentence(["oslo"], ["B-to"]), 350)],
        }, TinyCorpus.Vocabulary, TinyCorpus.Labels);

        var report = ReportedRun.Of(
            corpus, options, new TrainingRun(corpus, options, new ScriptedTrainer(_ => 2)).Complete());

        Assert.Equal(100, report.OfClass("sentences").SelectMany(list => list.Elements("li")).Count());
        Assert.Contains("250 more are not shown.", report.VisibleText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_can_be_written_to_a_stream_that_stays_open()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options);
        var result = run.Complete();
        using var ofRun = new MemoryStream();
        using var ofResult = new MemoryStream();

        TrainingReport.Write(ofRun, TinyCorpus.Indexed(), TinyCorpus.Options, run);
        TrainingReport.Write(ofResult, TinyCorpus.Indexed(), TinyCorpus.Options, result);

        Assert.True(ofRun.CanWrite);
        Assert.Equal(ofRun.Length, ofResult.Length);
        Assert.StartsWith("<!DOCTYPE html>", Encoding.UTF8.GetString(ofRun.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_fails_leaves_the_old_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("report.html", "old");
        var result = new TrainingRun(TinyCorpus.Textual(), TinyCorpus.Options).Complete();
        var other = new Corpus("other", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = [],
            [CorpusSet.Test] = [new CorpusSentence([99], [0], "other", 1)],
        });

        Assert.Throws<CorpusFormatException>(() => TrainingReport.Write(path, other, TinyCorpus.Options, result));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    private static Corpus Sets(params CorpusSet[] sets) =>
        new("tiny", sets.ToDictionary(set => set, TinyCorpus.Textual().GetSentences));
}
