using System.Runtime.InteropServices;

namespace FastElman.Benchmarks.Service.Processes;

/// <summary>Calls of the operating system (Linux) that .NET lacks.</summary>
internal static partial class Native
{
    private const int SigTerm = 15;

    public static void Terminate(int process)
    {
        if (kill(process, SigTerm) != 0)
        {
            throw new InvalidOperationException($"Process {process} cannot be asked to stop.");
        }
    }

    /// <summary>Sleeps to some tens of microseconds; <see cref="Thread.Sleep(int)"/> counts milliseconds.</summary>
    public static void Sleep(long nanoseconds)
    {
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        _ = nanosleep(in time, 0);
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    private static partial int nanosleep(in TimeSpec time, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
