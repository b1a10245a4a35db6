using FastElman.Benchmarks.Measuring;

namespace FastElman.Benchmarks.Reporting;

/// <summary>The page that a run makes.</summary>
internal static class Report
{
    public static string Page(
        string machine,
        IReadOnlyList<Figure> timings,
        IReadOnlyList<(Entry Entry, LatencyHistogram Calls)> singleCalls,
        IReadOnlyList<ColdStart.Figure> coldStarts) =>
        $"""
        # Benchmarks

        Written by `bench/run`. Times are medians; all of a row were taken within seconds of each other in one process, each
        after its probabilities had been found equal to those of the network in double precision to 1e-4. Ratios say how many times
        as long a peer takes. Random weights, 127 labels, embeddings of 50, a window of 7, and 572 words where nothing else is said.

        **Bound**: a loop that only reads the bytes the work needs, from where they lie, or only does its multiply-adds on registers,
        measured beside the work. A product of one row is bound by reading its matrix, any other by multiplying. Counted are the recurrent
        and the output weights in full precision, and for the input seven rows of embeddings already multiplied by wx
        (where that table is larger than 256 MB: the embeddings and the product).

        {machine}
        {TimingTables.Of(timings)}
        {LatencyTable.Of(singleCalls)}
        {ColdStartTable.Of(coldStarts)}
        """;
}
