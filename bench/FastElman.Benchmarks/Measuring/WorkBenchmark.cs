using BenchmarkDotNet.Attributes;
using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// The one benchmark: runs the work of an entry. It runs in this process, where the contestants have been entered and the
/// affinity is set; so ours, the bound and the peers are measured within seconds of each other on the same core.
/// </summary>
public class WorkBenchmark
{
    private Work _work = new Nothing();

    /// <summary>All cells of all tables; set before the run.</summary>
    public static IReadOnlyList<Entry> Entries { get; set; } = [];

    /// <summary>Who does what.</summary>
    [ParamsSource(nameof(Entries))]
    public Entry Entry { get; set; } = null!;

    /// <summary>Sets up and checks.</summary>
    [GlobalSetup]
    public void Start()
    {
        _work = Entry.Start();
        Console.Error.WriteLine(Entry);
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
