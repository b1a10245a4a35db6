using System.Diagnostics;
using System.Numerics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// Counts durations in buckets of equal ratio, 32 to an octave, so that a percentile is exact to 3 percent over any
/// range. Recording allocates nothing and takes a few nanoseconds.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    /// <summary>Durations recorded.</summary>
    public long Count { get; private set; }

    /// <param name="ticks">A duration in ticks of <see cref="Stopwatch"/>.</param>
    public void Record(long ticks)
    {
        _counts[Bucket(Math.Max(ticks, 0))]++;
        Count++;
    }

    /// <summary>The duration, in nanoseconds, that the given share of all does not exceed.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket])
        {
            bucket++;
        }

        return Middle(bucket) * 1e9 / Stopwatch.Frequency;
    }

    /// <summary>Values below 64 have a bucket each; above, the leading six bits choose it.</summary>
    private static int Bucket(long ticks)
    {
        var octave = Math.Max(0, BitOperations.Log2((ulong)ticks) - StepBits);
        return (octave * Steps) + (int)(ticks >> octave);
    }

    private static double Middle(int bucket)
    {
        var octave = Math.Max(0, (bucket / Steps) - 1);
        var width = 1L << octave;
        return ((bucket - (octave * Steps)) * (double)width) + ((width - 1) / 2.0);
    }
}
