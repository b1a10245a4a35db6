using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>Keeps other processes out of the figures as far as an ordinary process can.</summary>
internal static class OwnCore
{
    private const string SchedulingGroup = "/proc/self/autogroup";

    /// <summary>Stays on the last core, and asks for a larger share of it than other sessions have.</summary>
    /// <returns>What could be had, for the report.</returns>
    public static string Claim()
    {
        var core = Environment.ProcessorCount - 1;
        var pinned = Pin(core) ? $"pinned to core {core}" : "not pinned to a core";
        return $"{pinned}, {(Prefer() ? "preferred by the scheduler" : "in an ordinary scheduling group")}";
    }

    private static bool Pin(int core)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return false;
        }

        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = (nint)1 << core;
        return true;
    }

    /// <summary>Linux shares a core among sessions before it looks at the processes in them, so a process's own priority does little.</summary>
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
