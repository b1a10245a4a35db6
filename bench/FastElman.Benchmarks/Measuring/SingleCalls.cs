using System.Diagnostics;
using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// The time of single calls rather than the mean of many. What the work may do after its answer is out is left out of the time.
/// </summary>
internal static class SingleCalls
{
    public const int Count = 100_000;

    /// <summary>Times the calls one by one.</summary>
    public static LatencyHistogram Measure(Entry entry)
    {
        using var work = entry.Start();
        Record(work, Count / 10);
        return Record(work, Count);
    }

    private static LatencyHistogram Record(Work work, int count)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work.Run();
            histogram.Record(Stopwatch.GetTimestamp() - start);
            work.Prepare();
        }

        return histogram;
    }
}
