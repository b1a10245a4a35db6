using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>
/// The section that says how far confidence can be trusted: diagrams, errors, and the bins as a table.
/// </summary>
internal static class ReliabilitySection
{
    public static void Write(HtmlWriter html, ConfidenceEvaluation confidence)
    {
        html.Element("h2", "Confidence");
        html.Element("p", $"{Summary("tokens", confidence.Tokens)} {Summary("slots", confidence.Slots)}");
        (string Title, Reliability Reliability)[] kinds =
            [("tokens", confidence.Tokens), ("slots", confidence.Slots)];
        html.Element("div", () =>
        {
            foreach (var (title, reliability) in kinds)
            {
                html.Element("figure", () => new ReliabilityDiagram(reliability, title).Draw(
                    html, $"reliability-{title}", title, Summary(title, reliability)));
            }
        }, ("class", "charts"));
        html.Element(
            "p",
            string.Create(
                CultureInfo.InvariantCulture,
                $"A bar is as high as the share of the predictions in it that are right; a line across it marks their "
                + $"mean confidence, where it should end. Bars that end below their line are of predictions that are "
                + $"too certain. The temperature of the model is {confidence.Temperature:0.####}; "
                + $"the command calibrate fits it."),
            ("class", "note"));
        html.FoldedTable("All bins in figures", "Confidence", () => WriteTable(html, kinds));
    }

    /// <summary>A bin in words.</summary>
    public static string Describe(ReliabilityBin bin) => string.Create(
        CultureInfo.InvariantCulture,
        $"confidence {bin.Low:F2} to {bin.High:F2}: {bin.Count} predictions, {100 * bin.Accuracy:F1} % right, "
        + $"mean confidence {100 * bin.MeanConfidence:F1} %");

    private static string Summary(string title, Reliability reliability) => string.Create(
        CultureInfo.InvariantCulture,
        $"Of {reliability.Count:N0} {title}, {100 * reliability.Accuracy:F2} % are right; their mean confidence is "
        + $"{100 * reliability.MeanConfidence:F2} %, the expected calibration error "
        + $"{100 * reliability.ExpectedCalibrationError:F2} %.");

    private static void WriteTable(HtmlWriter html, (string Title, Reliability Reliability)[] kinds)
    {
        html.Element("thead", () => html.Element("tr", () =>
        {
            html.Element("th", "confidence", ("scope", "col"));
            foreach (var (title, _) in kinds)
            {
                foreach (var heading in (string[])[title, "right", "mean confidence"])
                {
                    html.Element("th", heading, ("scope", "col"));
                }
            }
        }));
        html.Element("tbody", () =>
        {
            for (var bin = 0; bin < Reliability.BinCount; bin++)
            {
                html.Element("tr", () => WriteRow(html, [.. kinds.Select(kind => kind.Reliability.Bins[bin])]));
            }
        });
    }

    private static void WriteRow(HtmlWriter html, ReliabilityBin[] bins)
    {
        html.Element(
            "th",
            string.Create(CultureInfo.InvariantCulture, $"{bins[0].Low:F2} to {bins[0].High:F2}"),
            ("scope", "row"));
        foreach (var bin in bins)
        {
            html.Element("td", bin.Count.ToString(CultureInfo.InvariantCulture));
            html.Element("td", Share(bin, bin.Accuracy));
            html.Element("td", Share(bin, bin.MeanConfidence));
        }
    }

    private static string Share(ReliabilityBin bin, double share) =>
        bin.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");
}
