namespace FastElman.Training.Reports;

/// <summary>
/// A reliability diagram, drawn as SVG: a bar for each bin of confidence, as high as the share of its predictions that
/// are right, and a mark where the bar should end, at their mean confidence.
/// </summary>
/// <param name="reliability">The bins.</param>
/// <param name="style">The class of the bars in the style sheet.</param>
internal sealed class ReliabilityDiagram(Reliability reliability, string style)
{
    private const int Width = 480, Height = 300;
    private const int Left = 62, Right = 16, Top = 40, Bottom = 44;

    /// <summary>Steps of both axes, which reach from 0 to 1.</summary>
    private const int Steps = 5;

    /// <summary>Free room on both sides of a bar.</summary>
    private const double Gap = 2;

    /// <summary>Writes the diagram.</summary>
    /// <param name="html">Receives the SVG.</param>
    /// <param name="id">A name that is unique in the page.</param>
    /// <param name="title">What the diagram shows.</param>
    /// <param name="description">The same in words, for readers who cannot see it.</param>
    public void Draw(HtmlWriter html, string id, string title, string description)
    {
        html.Picture((Width, Height), id, title, description, () =>
        {
            DrawAxes(html);
            foreach (var bin in reliability.Bins.Where(bin => bin.Count > 0))
            {
                DrawBin(html, bin);
            }

            html.Element(
                "path", content: null, ("class", "ideal"), ("d", $"M{Left} {Height - Bottom}L{Width - Right} {Top}"));
            DrawLegend(html, title);
        });
    }

    private static void DrawAxes(HtmlWriter html)
    {
        for (var step = 0; step <= Steps; step++)
        {
            var mark = (double)step / Steps;
            var (x, y) = (HtmlWriter.Number(Across(mark)), Up(mark));
            html.Element(
                "path", content: null, ("class", "grid"), ("d", $"M{Left} {HtmlWriter.Number(y)}H{Width - Right}"));
            html.Element(
                "text",
                HtmlWriter.Number(mark),
                ("x", $"{Left - 8}"),
                ("y", HtmlWriter.Number(y + 4)),
                ("text-anchor", "end"));
            html.Element(
                "text", HtmlWriter.Number(mark), ("x", x), ("y", $"{Height - Bottom + 18}"), ("text-anchor", "middle"));
        }

        html.Element(
            "text",
            "confidence",
            ("x", $"{(Left + Width - Right) / 2}"),
            ("y", $"{Height - 6}"),
            ("text-anchor", "middle"));
    }

    private void DrawBin(HtmlWriter html, ReliabilityBin bin)
    {
        var (left, right) = (Across(bin.Low) + Gap, Across(bin.High) - Gap);
        var (top, expected) = (Up(bin.Accuracy), HtmlWriter.Number(Up(bin.MeanConfidence)));
        html.Element(
            "path",
            () => html.Element("title", ReliabilitySection.Describe(bin)),
            ("class", $"bar {style}"),
            ("d", $"M{HtmlWriter.Number(left)} {Height - Bottom}V{HtmlWriter.Number(top)}"
                + $"H{HtmlWriter.Number(right)}V{Height - Bottom}Z"));
        html.Element(
            "path",
            content: null,
            ("class", "expected"),
            ("d", $"M{HtmlWriter.Number(left)} {expected}H{HtmlWriter.Number(right)}"));
    }

    private void DrawLegend(HtmlWriter html, string title)
    {
        html.Element("path", content: null, ("class", $"bar {style}"), ("d", $"M{Left} 12h24v14h-24Z"));
        html.Element("text", $"{title}: right", ("x", $"{Left + 30}"), ("y", "24"));
        html.Element("path", content: null, ("class", "expected"), ("d", $"M{Left + 150} 20h24"));
        html.Element("text", "mean confidence", ("x", $"{Left + 180}"), ("y", "24"));
    }

    private static double Across(double confidence) => Left + ((Width - Left - Right) * confidence);

    private static double Up(double share) => Height - Bottom - ((Height - Top - Bottom) * share);
}
