using System.Diagnostics;

namespace FastElman.Cli.Tests;

/// <summary>The command as a process of its own, which can be sent signals and be killed.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _ = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public bool IsOver => _process.HasExited;

    public static CliProcess Start(params string[] arguments) => new(Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "fastelman-cli.exe" : "fastelman-cli"), arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits until something is so, and the process is still there.</summary>
    public void WaitUntil(Func<bool> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.False(IsOver, "the process ended before it could be interrupted");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "the process does not get there");
            Thread.Sleep(5);
        }
    }

    /// <summary>As <c>kill −9</c>: the process can do nothing about it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks the process to end, and gives its exit code and what it said.</summary>
    public (int ExitCode, string Error) Terminate()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(_process.WaitForExit(Patience), "the process does not end");
        return (_process.ExitCode, _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
