using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FastElman.RealTime;

/// <summary>
/// What many calls cost the thread that makes them. Compiled once, so that nothing is compiled meanwhile.
/// </summary>
/// <param name="AllocatedBytes">Bytes.</param>
/// <param name="Collections">Garbage collections of the process.</param>
/// <param name="Contentions">Times that a thread of the process waited for a lock.</param>
internal readonly record struct Measured(long AllocatedBytes, int Collections, long Contentions)
{
    /// <summary>
    /// Makes a call many times between two marks, which are system calls that nothing else makes: questions for files
    /// that do not exist.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Measured Run(string mark, Action call, int calls)
    {
        var (begin, end) = ($"/fastelman-mark/{mark}", "/fastelman-mark/end");
        var (collections, contentions) = (GC.CollectionCount(0), Monitor.LockContentionCount);
        _ = File.Exists(begin);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        _ = File.Exists(end);
        return new Measured(
            allocated, GC.CollectionCount(0) - collections, Monitor.LockContentionCount - contentions);
    }

    /// <summary>The time of each of many calls.</summary>
    /// <param name="call">The call.</param>
    /// <param name="times">[calls]: receives the times in ticks of the stopwatch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Times(Action call, long[] times)
    {
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            call();
            times[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>What is not zero.</summary>
    public override string ToString() => this == default
        ? "no allocation, no collection, no wait"
        : $"{AllocatedBytes} bytes allocated, {Collections} collections, {Contentions} waits for a lock";
}
