namespace FastElman.Soak;

/// <summary>What the process holds at one moment.</summary>
/// <param name="Heap">Bytes of the managed heap after a collection.</param>
/// <param name="WorkingSet">Bytes of memory.</param>
/// <param name="Handles">Open files; 0 where the system does not tell.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct Usage(long Heap, long WorkingSet, int Handles, int Threads)
{
    private const string Descriptors = "/proc/self/fd";

    public static Usage Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new Usage(
            heap,
            process.WorkingSet64,
            Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : 0,
            process.Threads.Count);
    }
}
