using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>A line of a chart: a value for each epoch, or null.</summary>
/// <param name="Name">The name of the line, for its title.</param>
/// <param name="Style">Its class in the style sheet.</param>
/// <param name="Values">[epochs].</param>
internal sealed record Curve(string Name, string Style, IReadOnlyList<double?> Values);

/// <summary>
/// Lines over the epochs of a run, drawn as SVG. The epochs at which the learning rate changed are marked unless they
/// are many.
/// </summary>
internal sealed class CurveChart
{
    private const int Height = 300;

    /// <summary>Up to this number of epochs, each value has a dot.</summary>
    private const int MostDots = 100;

    /// <summary>Above this number of epochs the dots are small, so that a dashed line still looks dashed.</summary>
    private const int MostLargeDots = 30;

    private readonly IReadOnlyList<EpochResult> _epochs;
    private readonly IReadOnlyList<Curve> _curves;
    private readonly EpochPlot _plot;

    public CurveChart(
        IReadOnlyList<EpochResult> epochs,
        IReadOnlyList<Curve> curves,
        double smallestStep,
        double end = double.PositiveInfinity)
    {
        _epochs = epochs;
        _curves = curves;
        double[] values = [.. curves.SelectMany(curve => curve.Values).OfType<double>()];
        var scale = AxisScale.Of(values.Min(), values.Max(), smallestStep, end);
        _plot = new EpochPlot(Height, epochs.Count, scale.Marks, scale.Share);
    }

    private int? BestEpoch => _epochs.LastOrDefault(epoch => epoch.IsBest)?.Epoch;

    /// <summary>Writes the chart.</summary>
    /// <param name="html">Receives the SVG.</param>
    /// <param name="id">A name that is unique in the page.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="description">The same in words, for readers who cannot see it.</param>
    /// <param name="format">The format of the values.</param>
    public void Draw(HtmlWriter html, string id, string title, string description, string format)
    {
        html.Picture((EpochPlot.Width, Height), id, title, description, () =>
        {
            _plot.DrawGrid(html);
            if (LearningRates.Changes(_epochs) is { Count: <= LearningRates.MostMarks } changes)
            {
                LearningRates.DrawMarks(html, _plot, changes, _curves[0].Values);
            }

            foreach (var curve in _curves)
            {
                DrawCurve(html, curve, format);
            }

            _plot.DrawLegend(html, _curves.Select(curve => (curve.Name, curve.Style)));
        });
    }

    private void DrawCurve(HtmlWriter html, Curve curve, string format)
    {
        var points = curve.Values
            .Select((value, index) => (Epoch: index + 1, Value: value))
            .Where(point => point.Value is not null)
            .Select(point => (point.Epoch, Value: point.Value!.Value))
            .ToArray();
        var places = points.Select(
            point => $"{HtmlWriter.Number(_plot.Across(point.Epoch))} {HtmlWriter.Number(_plot.Up(point.Value))}");
        html.Element(
            "path", content: null, ("class", $"curve {curve.Style}"), ("d", $"M{string.Join('L', places)}"));
        foreach (var (epoch, value) in points.Where(_ => points.Length <= MostDots))
        {
            var isBest = curve.Style != "loss" && epoch == BestEpoch;
            var text = value.ToString(format, CultureInfo.InvariantCulture);
            html.Element(
                "circle",
                () => html.Element("title", $"epoch {epoch}: {curve.Name} {text}{(isBest ? ", the best epoch" : "")}"),
                ("class", isBest ? $"dot {curve.Style} best" : $"dot {curve.Style}"),
                ("cx", HtmlWriter.Number(_plot.Across(epoch))),
                ("cy", HtmlWriter.Number(_plot.Up(value))),
                ("r", isBest ? "5" : points.Length <= MostLargeDots ? "2.5" : "1.5"));
        }
    }
}
