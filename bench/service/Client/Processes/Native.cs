using System.Runtime.InteropServices;

namespace FastElman.Benchmarks.Service.Processes;

/// <summary>Calls of the operating system (Linux) that .NET lacks.</summary>
internal static partial class Native
{
    private const int SigTerm = 15, SigContinue = 18, SigStop = 19;

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int process) => Signal(process, SigTerm);

    /// <summary>Lets a process do nothing until it goes on.</summary>
    public static void Stop(int process) => Signal(process, SigStop);

    /// <summary>Lets it go on.</summary>
    public static void Continue(int process) => Signal(process, SigContinue);

    /// <summary>Sleeps to some tens of microseconds; <see cref="Thread.Sleep(int)"/> counts milliseconds.</summary>
    public static void Sleep(long nanoseconds)
    {
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        _ = nanosleep(in time, 0);
    }

    private static void Signal(int process, int signal)
    {
        if (kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"Process {process} cannot be sent signal {signal}.");
        }
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
