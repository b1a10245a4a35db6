using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>A line of a chart: a value for each epoch, or null.</summary>
/// <param name="Name">The name of the line, for its title.</param>
/// <param name="Style">Its class in the style sheet.</param>
/// <param name="Values">[epochs].</param>
internal sealed record Curve(string Name, string Style, IReadOnlyList<double?> Values);

/// <summary>
/// Lines over the epochs of a run, drawn as SVG. The epochs at which the learning rate changed are marked.
/// </summary>
internal sealed class CurveChart
{
    private const int Width = 480, Height = 300;
    private const int Right = 16, Top = 40, Bottom = 44;

    /// <summary>
    /// The smallest distance between two labels of the learning rate, in units of the drawing. Closer labels are left
    /// out; their lines are drawn.
    /// </summary>
    private const int LabelDistance = 14;

    /// <summary>Up to this number of epochs, each value has a dot.</summary>
    private const int MostDots = 100;

    private readonly IReadOnlyList<EpochResult> _epochs;
    private readonly IReadOnlyList<Curve> _curves;
    private readonly AxisScale _x;
    private readonly AxisScale _y;

    /// <summary>The width of the labels of the values: six characters, more for an extremely large loss.</summary>
    private readonly int _left;

    public CurveChart(
        IReadOnlyList<EpochResult> epochs,
        IReadOnlyList<Curve> curves,
        double smallestStep,
        double end = double.PositiveInfinity)
    {
        _epochs = epochs;
        _curves = curves;
        double[] values = [.. curves.SelectMany(curve => curve.Values).OfType<double>()];
        _x = AxisScale.Of(1, epochs.Count, smallestStep: 1);
        _y = AxisScale.Of(values.Min(), values.Max(), smallestStep, end);
        _left = 14 + (8 * Math.Max(6, _y.Marks.Max(mark => Label(mark).Length)));
    }

    /// <summary>Writes the chart.</summary>
    /// <param name="html">Receives the SVG.</param>
    /// <param name="id">A name that is unique in the page.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="description">The same in words, for readers who cannot see it.</param>
    /// <param name="format">The format of the values.</param>
    public void Draw(HtmlWriter html, string id, string title, string description, string format)
    {
        html.Picture((Width, Height), id, title, description, () =>
        {
            DrawGrid(html);
            DrawLearningRates(html);
            foreach (var curve in _curves)
            {
                DrawCurve(html, curve, format);
            }

            DrawLegend(html);
        });
    }

    private void DrawGrid(HtmlWriter html)
    {
        foreach (var mark in _y.Marks)
        {
            var y = Up(mark);
            html.Element(
                "path", content: null, ("class", "grid"), ("d", $"M{_left} {HtmlWriter.Number(y)}H{Width - Right}"));
            html.Element(
                "text", Label(mark), ("x", $"{_left - 8}"), ("y", HtmlWriter.Number(y + 4)), ("text-anchor", "end"));
        }

        foreach (var mark in _x.Marks.Where(mark => mark >= 1 && mark <= _epochs.Count))
        {
            html.Element(
                "text",
                Label(mark),
                ("x", HtmlWriter.Number(Across(mark))),
                ("y", $"{Height - Bottom + 18}"),
                ("text-anchor", "middle"));
        }

        html.Element(
            "text",
            "epoch",
            ("x", $"{(_left + Width - Right) / 2}"),
            ("y", $"{Height - 6}"),
            ("text-anchor", "middle"));
    }

    private void DrawLearningRates(HtmlWriter html)
    {
        var free = double.NegativeInfinity;
        foreach (
            var (before, after) in _epochs.Zip(_epochs.Skip(1)).Where(
                pair => pair.First.LearningRate != pair.Second.LearningRate))
        {
            // The rate changed between two epochs.
            var x = Across(after.Epoch - 0.5);
            var rate = string.Create(CultureInfo.InvariantCulture, $"{after.LearningRate:G3}");
            var title = string.Create(
                CultureInfo.InvariantCulture,
                $"learning rate {before.LearningRate:G6} before, {after.LearningRate:G6} from epoch {after.Epoch} on");
            html.Element(
                "path",
                () => html.Element("title", title),
                ("class", "rate"),
                ("d", $"M{HtmlWriter.Number(x)} {Top}V{Height - Bottom}"));
            if (x >= free)
            {
                // Above the curve or below it, where there is room.
                var isLow = _curves[0].Values[after.Epoch - 1] is { } value
                    && Up(value) > (Top + Height - Bottom) / 2.0;
                html.Element(
                    "text",
                    rate,
                    ("class", "rate"),
                    (
                        "transform",
                        $"translate({HtmlWriter.Number(x - 4)} {(isLow ? Top + 4 : Height - Bottom - 6)}) rotate(-90)"),
                    ("text-anchor", isLow ? "end" : "start"));
                free = x + LabelDistance;
            }
        }
    }

    private void DrawCurve(HtmlWriter html, Curve curve, string format)
    {
        var points = curve.Values
            .Select((value, index) => (Epoch: index + 1, Value: value))
            .Where(point => point.Value is not null)
            .Select(point => (point.Epoch, Value: point.Value!.Value))
            .ToArray();
        var places = points.Select(
            point => $"{HtmlWriter.Number(Across(point.Epoch))} {HtmlWriter.Number(Up(point.Value))}");
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
                ("cx", HtmlWriter.Number(Across(epoch))),
                ("cy", HtmlWriter.Number(Up(value))),
                ("r", isBest ? "5" : "2.5"));
        }
    }

    private int? BestEpoch => _epochs.LastOrDefault(epoch => epoch.IsBest)?.Epoch;

    private void DrawLegend(HtmlWriter html)
    {
        var x = _left;
        foreach (var curve in _curves)
        {
            html.Element("path", content: null, ("class", $"curve {curve.Style}"), ("d", $"M{x} 20h24"));
            html.Element("text", curve.Name, ("x", $"{x + 30}"), ("y", "24"));
            x += 48 + (8 * curve.Name.Length);
        }
    }

    private double Across(double epoch) =>
        _left + ((Width - _left - Right) * (_epochs.Count == 1 ? 0.5 : (epoch - 1) / (_epochs.Count - 1)));

    private double Up(double value) =>
        Height - Bottom - ((Height - Top - Bottom) * ((value - _y.Low) / (_y.High - _y.Low)));

    private static string Label(double mark) =>
        mark.ToString(Math.Abs(mark) < 1e7 ? "0.######" : "G3", CultureInfo.InvariantCulture);
}
