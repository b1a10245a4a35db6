using System.Xml;
using System.Xml.Linq;
using FastElman.Fixtures;
using FastElman.Training.Corpora;
using FastElman.Training.Reports;
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

    public static ReportedRun Of(Corpus corpus, TrainingOptions options, TrainingResult result, TimeSpan? duration = null)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("report.html");
        TrainingReport.Write(path, corpus, options, result, duration);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        return new ReportedRun(File.ReadAllText(path));
    }

    public IEnumerable<XElement> All(string name) => Page.Descendants(name);

    public IEnumerable<XElement> OfClass(string style) =>
        Page.Descendants().Where(element => element.Attribute("class")?.Value.Split(' ').Contains(style) == true);

    private static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
