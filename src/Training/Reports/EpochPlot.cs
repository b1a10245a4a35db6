using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>
/// The area of a chart over the epochs of a run: where a value of an epoch lies, the lines of the grid, and the labels
/// of both axes.
/// </summary>
internal sealed class EpochPlot
{
    /// <summary>The width of a chart, in units of the drawing. A wide window shows two charts side by side.</summary>
    public const int Width = 480;

    /// <summary>Where the area begins below the legend.</summary>
    public const int Top = 40;

    private const int RightMargin = 16, BottomMargin = 44;

    private readonly int _epochCount;
    private readonly double[] _marks;
    private readonly Func<double, double> _share;

    /// <summary>Makes an area.</summary>
    /// <param name="height">The height of the whole chart.</param>
    /// <param name="epochCount">The number of epochs, at least 1.</param>
    /// <param name="marks">The values that the vertical axis names.</param>
    /// <param name="share">The place of a value on the vertical axis, from 0 to 1.</param>
    public EpochPlot(int height, int epochCount, IEnumerable<double> marks, Func<double, double> share)
    {
        Height = height;
        _epochCount = epochCount;
        _marks = [.. marks];
        _share = share;
        Left = 14 + (8 * Math.Max(6, _marks.Max(mark => Label(mark).Length)));
    }

    public int Height { get; }

    /// <summary>
    /// Where the area begins beside the labels of the values: six characters, more for an extremely large loss.
    /// </summary>
    public int Left { get; }

    public static int Right => Width - RightMargin;

    public int Bottom => Height - BottomMargin;

    public double Across(double epoch) =>
        Left + ((Right - Left) * (_epochCount == 1 ? 0.5 : (epoch - 1) / (_epochCount - 1)));

    public double Up(double value) => Bottom - ((Bottom - Top) * _share(value));

    public void DrawGrid(HtmlWriter html)
    {
        foreach (var mark in _marks)
        {
            var y = Up(mark);
            html.Element(
                "path", content: null, ("class", "grid"), ("d", $"M{Left} {HtmlWriter.Number(y)}H{Right}"));
            html.Element(
                "text", Label(mark), ("x", $"{Left - 8}"), ("y", HtmlWriter.Number(y + 4)), ("text-anchor", "end"));
        }

        var epochs = AxisScale.Of(1, _epochCount, smallestStep: 1).Marks;
        foreach (var mark in epochs.Where(mark => mark >= 1 && mark <= _epochCount))
        {
            html.Element(
                "text",
                Label(mark),
                ("x", HtmlWriter.Number(Across(mark))),
                ("y", $"{Bottom + 18}"),
                ("text-anchor", "middle"));
        }

        html.Element(
            "text", "epoch", ("x", $"{(Left + Right) / 2}"), ("y", $"{Height - 6}"), ("text-anchor", "middle"));
    }

    /// <summary>The names of the lines beside samples of them, above the area.</summary>
    public void DrawLegend(HtmlWriter html, IEnumerable<(string Name, string Style)> lines)
    {
        var x = Left;
        foreach (var (name, style) in lines)
        {
            html.Element("path", content: null, ("class", $"curve {style}"), ("d", $"M{x} 20h24"));
            html.Element("text", name, ("x", $"{x + 30}"), ("y", "24"));
            x += 48 + (8 * name.Length);
        }
    }

    private static string Label(double mark) => mark.ToString(
        Math.Abs(mark) is 0 or (>= 1e-6 and < 1e7) ? "0.######" : "G3", CultureInfo.InvariantCulture);
}
