using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>A program run to its end, on the cores that the caller is on.</summary>
internal static class Subprocess
{
    /// <returns>What it printed, and the time from starting it to its end.</returns>
    public static (string Output, double Nanoseconds) Run(string program, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return process.ExitCode == 0
            ? (process.StandardOutput.ReadToEnd(), elapsed)
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }
}
