namespace FastElman.Fixtures;

/// <summary>
/// What work allocates on this thread. The runtime may allocate once itself, when it recompiles a method; what the work allocates comes back in every
/// round, so the least of some rounds is its own.
/// </summary>
internal static class AllocatedBytes
{
    private const int Rounds = 5;

    public static long By(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
