using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// The time of single calls rather than the mean of many. What the work may do after its answer is out is left out of
/// the time.
/// </summary>
internal static class SingleCalls
{
    private const int Calls = 100_000, FewCalls = 20_000;

    /// <summary>Times the calls one by one.</summary>
    public static LatencyHistogram Measure(Entry entry, bool quick)
    {
        using var work = entry.Start();
        Record(work, Calls / 10);
        return Record(work, quick ? FewCalls : Calls);
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
