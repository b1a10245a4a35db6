using System.Globalization;

namespace FastElman.Benchmarks.Reporting;

/// <summary>Percentiles of single calls.</summary>
internal static class LatencyTable
{
    public const string Title = "Single calls";

    public static string Of(IReadOnlyList<(Entry Entry, LatencyHistogram Calls)> measured)
    {
        var table = new MarkdownTable(2, "what", "who", "p50", "p99", "p99.9");
        foreach (var (entry, calls) in measured)
        {
            table.Add(
                $"{entry.Workload}",
                entry.Engine.Name,
                Quantity.Time(calls.Percentile(0.5)),
                Quantity.Time(calls.Percentile(0.99)),
                Quantity.Time(calls.Percentile(0.999)));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            ## {Title}

            {measured[0].Calls.Count:N0} calls, each timed by itself, including the reading of the clock. Of a
            live stream: from the word to its answer.

            {table}
            """);
    }
}
