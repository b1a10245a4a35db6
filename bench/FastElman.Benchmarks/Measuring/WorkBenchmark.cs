using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// The one benchmark: runs the work of an entry. It runs in this process, where the engines have been entered and the
/// affinity is set; so ours, the bound and the peers are measured within seconds of each other on the same core.
/// </summary>
public class WorkBenchmark
{
    /// <summary>
    /// Long enough for the compiler's last tier to have taken the place of its first, which it does after 100 ms of
    /// quiet.
    /// </summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200);

    private Work _work = new Nothing();

    /// <summary>All cells of all tables; set before the run.</summary>
    public static IReadOnlyList<Entry> Entries { get; set; } = [];

    /// <summary>The form that the work of an entry had.</summary>
    public static Dictionary<Entry, string> Forms { get; } = [];

    /// <summary>Who does what.</summary>
    [ParamsSource(nameof(Entries))]
    public Entry Entry { get; set; } = null!;

    /// <summary>Sets up, checks and warms up.</summary>
    [GlobalSetup]
    public void Start()
    {
        Console.Error.WriteLine(Entry);
        _work = Entry.Start();
        Forms[Entry] = _work.Form;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            _work.Run();
        }
    }

    /// <summary>What is timed.</summary>
    [Benchmark]
    public void Run() => _work.Run();

    /// <summary>Gives the memory back before the next one starts.</summary>
    [GlobalCleanup]
    public void Stop()
    {
        _work.Dispose();
        _work = new Nothing();
        GC.Collect();
    }

    private sealed class Nothing : Work
    {
        public override void Run()
        {
        }
    }
}
