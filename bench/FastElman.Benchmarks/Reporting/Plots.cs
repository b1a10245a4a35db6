namespace FastElman.Benchmarks.Reporting;

/// <summary>The two drawings of the report.</summary>
internal static class Plots
{
    public static SvgPlot Latency(IEnumerable<Figure> figures) => new(
        "Latency of a sentence of 11 words",
        "hidden size",
        "microseconds",
        Lines(
            figures.Where(figure => figure.Workload.Section == Sections.HiddenSize),
            figure => figure.Workload.Shape.HiddenSize,
            time => time / 1e3));

    public static SvgPlot Throughput(IEnumerable<Figure> figures) => new(
        "Throughput of batches, hidden size 100",
        "sentences in a batch",
        "words per second",
        Lines(
            figures.Where(figure => figure.Workload is BatchWorkload { Shape.HiddenSize: 100 }),
            figure => ((BatchWorkload)figure.Workload).Count,
            (time, figure) => figure.Workload.Words / time * 1e9));

    private static List<Series> Lines(IEnumerable<Figure> figures, Func<Figure, double> x, Func<double, double> y) =>
        Lines(figures, x, (time, _) => y(time));

    private static List<Series> Lines(
        IEnumerable<Figure> figures, Func<Figure, double> x, Func<double, Figure, double> y) =>
    [
        .. from engine in Participants.Engines
           let points = from figure in figures
                        where figure.Engine == engine && figure.Nanoseconds is > 0
                        select (x(figure), y(figure.Nanoseconds ?? 0, figure))
           where points.Any()
           select new Series(engine.Name, [.. points]),
    ];
}
