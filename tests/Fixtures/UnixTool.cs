using System.ComponentModel;
using System.Diagnostics;

namespace FastElman.Fixtures;

/// <summary>Tools of Unix that make what .NET cannot: devices, pipes, mounts, files of other users.</summary>
public static class UnixTool
{
    /// <summary>Runs a tool. The test is skipped where there is none, or where it is not allowed.</summary>
    public static void Run(string tool, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), $"there is no {tool}");
        using var process = Start(tool, arguments);
        Assert.SkipWhen(process is null, $"there is no {tool}");
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"{tool} is not allowed here");
    }

    private static Process? Start(string tool, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
