namespace FastElman.Training.Reports;

/// <summary>The whole page: its head, and its sections one after the other.</summary>
internal static class ReportPage
{
    /// <summary>Nothing is fetched and nothing is executed, whatever a browser finds in the page.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    public static void Write(HtmlWriter html, RunFacts facts) => html.Element("html", () =>
    {
        html.Element("head", () => WriteHead(html, $"Training on {facts.Corpus.Name}"));
        html.NewLine();
        html.Element("body", () => html.Element("main", () => WriteSections(html, facts)));
    }, ("lang", "en"));

    private static void WriteHead(HtmlWriter html, string title)
    {
        html.Element("meta", content: null, ("charset", "utf-8"));
        html.Element("meta", content: null, ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        html.Element("meta", content: null, ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Element("meta", content: null, ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", title);
        html.Style(ReportStyle.Sheet);
    }

    private static void WriteSections(HtmlWriter html, RunFacts facts)
    {
        facts.Write(html);
        if (facts.Status.Result is { } result)
        {
            Section(html, () => LearningCurves.Write(html, result.Epochs));
            WriteModel(html, facts.Corpus, result.Model, facts.Status.HasFinalModel);
        }
    }

    private static void WriteModel(HtmlWriter html, Corpus corpus, ElmanModel model, bool knowsValidation)
    {
        if (ReportedSet.Of(corpus, model, knowsValidation) is { } scored)
        {
            html.Element(
                "p", $"{RunFacts.NameOf(scored.Set)}: what follows is how the model labels it.", ("class", "set"));
            Section(html, () => SlotTable.Write(html, scored.Score));
            Section(html, () => ConfusionTable.Write(html, new SlotConfusion(scored.Sentences)));
            Section(html, () => ReliabilitySection.Write(html, scored.Confidence));
            Section(html, () => SentenceList.Write(html, scored.Sentences));
        }
        else
        {
            html.Element(
                "p",
                "The corpus has no set to score the model on besides what it learned from, or does not say "
                + "what its labels are.",
                ("class", "set"));
        }

        Section(html, () => NeighbourTable.Write(html, corpus, model));
    }

    private static void Section(HtmlWriter html, Action content)
    {
        html.NewLine();
        html.Element("section", content);
    }
}
