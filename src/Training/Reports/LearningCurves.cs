using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>The section with the curves of loss and F1, and their figures as a table.</summary>
internal static class LearningCurves
{
    /// <summary>The smallest distance between marks on the axis of the loss; on that of F1 it is 0.5.</summary>
    private const double SmallestLossStep = 1e-6, SmallestScoreStep = 0.5;

    private const double Perfect = 100;

    public static void Write(HtmlWriter html, IReadOnlyList<EpochResult> epochs)
    {
        html.Element("h2", "Learning curves");
        if (epochs.Count == 0)
        {
            html.Element("p", "The run ended before its first epoch did.");
            return;
        }

        var rateChanges = LearningRates.Changes(epochs).Count;
        html.Element("div", () =>
        {
            DrawCharts(html, epochs);
            if (rateChanges > LearningRates.MostMarks)
            {
                html.Element("figure", () => LearningRates.DrawChart(html, epochs));
            }
        }, ("class", "charts"));
        if (rateChanges is > 0 and <= LearningRates.MostMarks)
        {
            html.Element(
                "p",
                "A dashed line marks a change of the learning rate, with the rate from there on.",
                ("class", "note"));
        }

        html.FoldedTable("All epochs in figures", "Epochs", () => WriteTable(html, epochs));
    }

    private static void DrawCharts(HtmlWriter html, IReadOnlyList<EpochResult> epochs)
    {
        Curve[] losses = [new("training loss", "loss", [.. epochs.Select(epoch => (double?)epoch.Loss)])];
        var (first, last) = (Loss(epochs[0].Loss), Loss(epochs[^1].Loss));
        html.Element("figure", () => new CurveChart(epochs, losses, SmallestLossStep).Draw(
            html,
            "loss",
            "Training loss by epoch",
            $"From {first} in the first to {last} in the last of {epochs.Count} epochs.",
            "F4"));
        Curve[] scores =
        [
            .. new Curve[]
            {
                new("validation F1", "validation", [.. epochs.Select(epoch => epoch.ValidationF1)]),
                new("test F1", "test", [.. epochs.Select(epoch => epoch.TestF1)]),
            }.Where(curve => curve.Values.Any(value => value is not null)),
        ];
        if (scores.Length > 0)
        {
            html.Element(
                "figure",
                () => new CurveChart(epochs, scores, SmallestScoreStep, Perfect).Draw(
                    html, "score", "F1 by epoch", Describe(scores, epochs), "F2"));
        }
    }

    private static string Describe(IEnumerable<Curve> scores, IReadOnlyList<EpochResult> epochs)
    {
        var highest = scores.Select(
            curve => string.Create(CultureInfo.InvariantCulture, $"Highest {curve.Name}: {curve.Values.Max():F2}."));
        var best = epochs.LastOrDefault(epoch => epoch.IsBest) is { } epoch
            ? $" The best epoch is {epoch.Epoch}."
            : string.Empty;
        return $"{string.Join(' ', highest)}{best}";
    }

    private static void WriteTable(HtmlWriter html, IReadOnlyList<EpochResult> epochs)
    {
        html.Element("thead", () => html.Element("tr", () =>
        {
            foreach (var heading in (string[])["epoch", "learning rate", "loss", "validation F1", "test F1"])
            {
                html.Element("th", heading, ("scope", "col"));
            }
        }));
        var best = epochs.LastOrDefault(epoch => epoch.IsBest);
        html.Element("tbody", () =>
        {
            foreach (var epoch in epochs)
            {
                html.Element("tr", () =>
                {
                    html.Element(
                        "th",
                        ReferenceEquals(epoch, best) ? $"{epoch.Epoch} (best)" : $"{epoch.Epoch}",
                        ("scope", "row"));
                    html.Element("td", epoch.LearningRate.ToString("G6", CultureInfo.InvariantCulture));
                    html.Element("td", Loss(epoch.Loss));
                    html.Element("td", Score(epoch.ValidationF1));
                    html.Element("td", Score(epoch.TestF1));
                });
            }
        });
    }

    private static string Loss(double loss) => loss.ToString(loss < 1e6 ? "F4" : "G4", CultureInfo.InvariantCulture);

    private static string Score(double? f1) => f1?.ToString("F2", CultureInfo.InvariantCulture) ?? "–";
}
