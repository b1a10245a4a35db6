using FastElman.Benchmarks.Measuring;

namespace FastElman.Benchmarks.Reporting;

/// <summary>Whole processes.</summary>
internal static class ColdStartTable
{
    public static string Of(IReadOnlyList<ColdStart.Figure> figures)
    {
        var table = new MarkdownTable(1, "what", "time", "empty process", "of the bound", "a step, once warm");
        foreach (var figure in figures)
        {
            table.Add(figure.Name, Amount.Time(figure.Answer), Amount.Time(figure.Empty), Amount.Share(figure.Empty, figure.Answer), Amount.Time(figure.Step));
        }

        return $"""
            ## Cold start

            From starting a process to its end; it loads a model of hidden size 100 and tags one sentence. The empty process does neither.
            Besides, a step of a live stream in a process that has run for a while.

            {(figures.Count == 0 ? "Not measured: the processes were not built.\n" : table)}
            """;
    }
}
