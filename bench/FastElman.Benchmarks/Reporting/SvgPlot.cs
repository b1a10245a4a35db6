using System.Globalization;
using System.Text;

namespace FastElman.Benchmarks.Reporting;

/// <summary>A line of a plot; the first of a plot is drawn strongest.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines over two logarithmic axes, as a drawing of its own.</summary>
internal sealed class SvgPlot(string title, string horizontal, string vertical, IReadOnlyList<Series> series)
{
    private const int Width = 760, Height = 440;
    private const int Left = 104, Right = 200, Top = 44, Bottom = 56;

    private static readonly string[] Colours =
        ["#0b6e4f", "#888888", "#c8553d", "#e0a458", "#3b6fb6", "#7a4f9e", "#444444"];

    /// <summary>Labels of the horizontal axis that would stand closer than this are left out.</summary>
    private const int LabelWidth = 34;

    private readonly (double Low, double High) _x =
        (Values(series, point => point.X).Min(), Values(series, point => point.X).Max());

    /// <summary>Whole decades.</summary>
    private readonly (double Low, double High) _y = (
        Math.Pow(10, Math.Floor(Math.Log10(Values(series, point => point.Y).Min()))),
        Math.Pow(10, Math.Ceiling(Math.Log10(Values(series, point => point.Y).Max()))));

    public override string ToString()
    {
        var svg = new StringBuilder();
        Write(svg, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}"
                 font-family="sans-serif" font-size="12">
            """);
        Write(svg, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Write(svg, $"""<text x="{Left}" y="24" font-size="15" font-weight="bold">{title}</text>""");
        Write(svg, $"""
            <text x="{(Left + Width - Right) / 2}" y="{Height - 14}" text-anchor="middle">{horizontal}</text>
            <text transform="translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)"
                  text-anchor="middle">{vertical}</text>
            """);
        Grid(svg);
        for (var i = 0; i < series.Count; i++)
        {
            Line(svg, series[i], Colours[i % Colours.Length], strength: i == 0 ? 3 : 1.5, Top + 8 + (20 * i));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void Grid(StringBuilder svg)
    {
        var free = double.NegativeInfinity;
        foreach (var x in Values(series, point => point.X).Distinct().Order())
        {
            Write(svg, $"""<path d="M{Across(x):F1} {Top}V{Height - Bottom}" stroke="#eee"/>""");
            if (Across(x) >= free)
            {
                Write(svg, $"""
                    <text x="{Across(x):F1}" y="{Height - Bottom + 18}" text-anchor="middle">{x:N0}</text>
                    """);
                free = Across(x) + LabelWidth;
            }
        }

        for (var y = _y.Low; y <= _y.High * 1.001; y *= 10)
        {
            Write(svg, $"""<path d="M{Left} {Up(y):F1}H{Width - Right}" stroke="#ddd"/>""");
            Write(svg, $"""<text x="{Left - 8}" y="{Up(y) + 4:F1}" text-anchor="end">{y:#,0.###}</text>""");
        }
    }

    private void Line(StringBuilder svg, Series line, string colour, double strength, int legend)
    {
        var points = string.Join(' ', line.Points.Select(point => Invariant($"{Across(point.X):F1},{Up(point.Y):F1}")));
        Write(svg, $"""<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{strength}"/>""");
        foreach (var (x, y) in line.Points)
        {
            Write(svg, $"""<circle cx="{Across(x):F1}" cy="{Up(y):F1}" r="{strength + 1}" fill="{colour}"/>""");
        }

        Write(svg, $"""<path d="M{Width - Right + 16} {legend}h22" stroke="{colour}" stroke-width="{strength}"/>""");
        Write(svg, $"""<text x="{Width - Right + 44}" y="{legend + 4}">{line.Name}</text>""");
    }

    private double Across(double x) => Left + (Share(x, _x) * (Width - Left - Right));

    private double Up(double y) => Height - Bottom - (Share(y, _y) * (Height - Top - Bottom));

    private static double Share(double value, (double Low, double High) range) =>
        Math.Log(value / range.Low) / Math.Log(range.High / range.Low);

    private static IEnumerable<double> Values(IReadOnlyList<Series> series, Func<(double X, double Y), double> of) =>
        series.SelectMany(each => each.Points).Select(of);

    private static void Write(StringBuilder svg, FormattableString line) => svg.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
