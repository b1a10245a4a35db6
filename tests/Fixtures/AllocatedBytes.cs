namespace FastElman.Fixtures;

/// <summary>
/// The bytes that an action allocates on this thread: the least of several rounds, because .NET itself may allocate
/// in one of them, when it recompiles a method.
/// </summary>
public static class AllocatedBytes
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
