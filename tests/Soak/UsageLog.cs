using System.Globalization;

namespace FastElman.Soak;

/// <summary>
/// What the process held over time. The first quarter warms up: code is compiled, pools fill. Of the rest, the median
/// of the second half may be above that of the first by a tolerance.
/// </summary>
internal sealed class UsageLog
{
    private const double HeapShare = 0.05, WorkingSetShare = 0.10;

    /// <summary>Bytes that come and go with what the threads do at the moment.</summary>
    private const long HeapBytes = 1 << 20, WorkingSetBytes = 16 << 20;

    private const int HandleCount = 2, ThreadCount = 4;

    private readonly List<Usage> _samples = [];

    public void Add(Usage usage) => _samples.Add(usage);

    /// <summary>Writes a table of the two halves.</summary>
    /// <returns>Whether nothing has grown.</returns>
    public bool WriteTo(TextWriter output)
    {
        var warm = _samples.Skip(_samples.Count / 4).ToArray();
        var (first, second) = (warm[..(warm.Length / 2)], warm[(warm.Length / 2)..]);
        if (first.Length == 0)
        {
            output.WriteLine("too short a run to compare its halves");
            return false;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_samples.Count} samples; medians of the halves after the first quarter, and what is allowed:"));
        return Row("managed heap, kB", 1024, usage => usage.Heap, HeapShare, HeapBytes)
            & Row("working set, kB", 1024, usage => usage.WorkingSet, WorkingSetShare, WorkingSetBytes)
            & Row("open files", 1, usage => usage.Handles, 0, HandleCount)
            & Row("threads", 1, usage => usage.Threads, 0, ThreadCount);

        bool Row(string name, long unit, Func<Usage, long> value, double share, long constant)
        {
            var (before, after) = (Median(first, value), Median(second, value));
            var allowed = (long)(before * (1 + share)) + constant;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-20}{before / unit,10:N0}{after / unit,10:N0}{allowed / unit,10:N0}"
                    + $"{(after > allowed ? "  grows" : string.Empty)}"));
            return after <= allowed;
        }
    }

    private static long Median(Usage[] samples, Func<Usage, long> value)
    {
        long[] values = [.. samples.Select(value).Order()];
        return values[values.Length / 2];
    }
}
