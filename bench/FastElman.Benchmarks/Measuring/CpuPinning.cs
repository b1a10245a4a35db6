using System.Diagnostics;
using System.Numerics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>Keeps other processes out of the figures as far as an ordinary process can.</summary>
internal static class CpuPinning
{
    private const string SchedulingGroup = "/proc/self/autogroup";

    /// <summary>The cores that the process was given, a bit each.</summary>
    private static readonly long Given = GivenCores();

    private static readonly int Core = BitOperations.Log2((ulong)Given);

    /// <summary>
    /// Stays on the last core that the process was given, and asks for a larger share of it than other sessions have.
    /// </summary>
    /// <returns>What could be had, for the report.</returns>
    public static string Claim()
    {
        var pinned = CanPin ? $"pinned to core {Core}" : "not pinned to a core";
        Stay(1L << Core);
        return $"{pinned}, {(Prefer() ? "preferred by the scheduler" : "in an ordinary scheduling group")}";
    }

    /// <summary>Does something that all cores are meant for, and comes back.</summary>
    public static T Leave<T>(Func<T> something)
    {
        Stay(Given);
        try
        {
            return something();
        }
        finally
        {
            Stay(1L << Core);
        }
    }

    private static long GivenCores()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            return process.ProcessorAffinity;
        }

        return (1L << Environment.ProcessorCount) - 1;
    }

    private static bool CanPin => OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    private static void Stay(long cores)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)cores;
        }
    }

    /// <summary>
    /// Linux shares a core among sessions before it looks at the processes in them, so a process's own priority does
    /// little.
    /// </summary>
    private static bool Prefer()
    {
        try
        {
            using var group = new FileStream(SchedulingGroup, FileMode.Open, FileAccess.Write);
            group.Write("-5"u8);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
