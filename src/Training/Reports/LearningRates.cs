using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>
/// How the learning rate of a run is shown. A few changes are marks in the other charts; more of them would hide the
/// curves, so they get a chart of their own.
/// </summary>
internal static class LearningRates
{
    /// <summary>The most changes that are shown as marks.</summary>
    public const int MostMarks = 5;

    /// <summary>
    /// The smallest distance between two labels of marks, in units of the drawing. Closer labels are left out; their
    /// lines are drawn.
    /// </summary>
    private const int LabelDistance = 14;

    private const int ChartHeight = 190;

    /// <summary>The epochs before and after each change.</summary>
    public static IReadOnlyList<(EpochResult Before, EpochResult After)> Changes(IReadOnlyList<EpochResult> epochs) =>
    [
        .. epochs.Zip(epochs.Skip(1)).Where(pair => pair.First.LearningRate != pair.Second.LearningRate),
    ];

    /// <summary>Marks all changes by dashed lines with the rate from there on.</summary>
    /// <param name="html">Receives the SVG.</param>
    /// <param name="plot">The area of the chart.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="curve">The values of a curve that the labels should not cover, [epochs].</param>
    public static void DrawMarks(
        HtmlWriter html,
        EpochPlot plot,
        IEnumerable<(EpochResult Before, EpochResult After)> changes,
        IReadOnlyList<double?> curve)
    {
        var free = double.NegativeInfinity;
        foreach (var (before, after) in changes)
        {
            // The rate changed between two epochs.
            var x = plot.Across(after.Epoch - 0.5);
            var title = string.Create(
                CultureInfo.InvariantCulture,
                $"learning rate {before.LearningRate:G6} before, {after.LearningRate:G6} from epoch {after.Epoch} on");
            html.Element(
                "path",
                () => html.Element("title", title),
                ("class", "rate"),
                ("d", $"M{HtmlWriter.Number(x)} {EpochPlot.Top}V{plot.Bottom}"));
            if (x < free)
            {
                continue;
            }

            // Above the curve or below it, where there is room.
            var isLow = curve[after.Epoch - 1] is { } value && plot.Up(value) > (EpochPlot.Top + plot.Bottom) / 2.0;
            var y = isLow ? EpochPlot.Top + 4 : plot.Bottom - 6;
            html.Element(
                "text",
                string.Create(CultureInfo.InvariantCulture, $"{after.LearningRate:G3}"),
                ("class", "rate"),
                ("transform", $"translate({HtmlWriter.Number(x - 4)} {y}) rotate(-90)"),
                ("text-anchor", isLow ? "end" : "start"));
            free = x + LabelDistance;
        }
    }

    /// <summary>Draws a chart of the learning rate: a step for each epoch, on a logarithmic axis.</summary>
    public static void DrawChart(HtmlWriter html, IReadOnlyList<EpochResult> epochs)
    {
        var rates = epochs.Select(epoch => epoch.LearningRate).ToArray();
        var scale = LogScale.Of(rates.Where(rate => rate > 0).DefaultIfEmpty().Min(), rates.Max());
        var plot = new EpochPlot(ChartHeight, epochs.Count, scale.Marks, scale.Share);
        var description = string.Create(
            CultureInfo.InvariantCulture,
            $"From {rates[0]:G3} in the first to {rates[^1]:G3} in the last of {rates.Length} epochs, "
            + $"on a logarithmic scale.");
        html.Picture((EpochPlot.Width, ChartHeight), "rate", "Learning rate by epoch", description, () =>
        {
            plot.DrawGrid(html);
            html.Element(
                "path",
                () => html.Element("title", description),
                ("class", "curve step"),
                ("d", Steps(plot, rates)));
            plot.DrawLegend(html, [("learning rate, logarithmic", "step")]);
        });
    }

    /// <summary>A rate holds from the middle between two epochs to the next.</summary>
    private static string Steps(EpochPlot plot, double[] rates)
    {
        var steps = rates.Select((rate, index) =>
        {
            var (start, end) = (Math.Max(1, index + 0.5), Math.Min(rates.Length, index + 1.5));
            var y = HtmlWriter.Number(plot.Up(rate));
            return (index == 0 ? $"M{HtmlWriter.Number(plot.Across(start))} {y}" : $"V{y}")
                + $"H{HtmlWriter.Number(plot.Across(end))}";
        });
        return string.Concat(steps);
    }
}
