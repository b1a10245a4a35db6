using System.Xml;
using System.Xml.Linq;
using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Reports;

/// <summary>A run and its report, read as what it claims to be: HTML that is well-formed.</summary>
internal sealed class ReportedRun
{
    private ReportedRun(string text) => (Text, Page) = (text, Parse(text));

    public string Text { get; }

    public XElement Page { get; }

    public string VisibleText => Page.Element("body")!.Value;

    public IEnumerable<string> Headings => All("h2").Select(heading => heading.Value);

    public static ReportedRun Of(Corpus corpus, TrainingOptions options, TimeSpan? duration = null) =>
        Of(corpus, options, new TrainingRun(corpus, options).Complete(), duration);

    public static ReportedRun Of(
        Corpus corpus, TrainingOptions options, TrainingResult result, TimeSpan? duration = null) =>
        Written(path => TrainingReport.Write(path, corpus, options, result, duration));

    public static ReportedRun OfCommand(Corpus corpus, TrainingOptions options, TrainingRun run, string? commandLine) =>
        Written(path => TrainingReport.Write(path, corpus, options, run, commandLine: commandLine));

    /// <summary>The run as it stands.</summary>
    public static ReportedRun Of(Corpus corpus, TrainingOptions options, TrainingRun run) =>
        Written(path => TrainingReport.Write(path, corpus, options, run));

    /// <summary>What the head says, by name.</summary>
    public Dictionary<string, string> Facts => All("dt").Zip(All("dd")).ToDictionary(
        fact => fact.First.Value, fact => fact.Second.Value);

    public IEnumerable<XElement> All(string name) => Page.Descendants(name);

    public IEnumerable<XElement> OfClass(string style) =>
        Page.Descendants().Where(element => element.Attribute("class")?.Value.Split(' ').Contains(style) == true);

    private static ReportedRun Written(Action<string> write)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("report.html");
        write(path);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        return new ReportedRun(File.ReadAllText(path));
    }

    private static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
