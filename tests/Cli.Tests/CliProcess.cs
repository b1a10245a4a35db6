using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastElman.Cli.Tests;

/// <summary>The command as a process of its own, which can be sent signals and be killed.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Thread[] _readers;

    private CliProcess(Process process)
    {
        _process = process;

        // Threads of its own: the pool's are those that the tests run on, and a line may have to wait for one of them.
        _readers = [Reader(process.StandardOutput, _output), Reader(process.StandardError, _error)];
    }

    /// <summary>
    /// Whether whoever started the tests had Ctrl-C ignored, as a shell does for what runs in the background: then it
    /// is ignored in every process from here on.
    /// </summary>
    public static bool IgnoresInterrupts => File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status")
        .Any(
            line => line.StartsWith(
                "SigIgn:",
                StringComparison.Ordinal) && (ulong.Parse(
                    line.AsSpan("SigIgn:".Length),
                    NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite,
                    CultureInfo.InvariantCulture) & 0b10) != 0);

    public bool IsOver => _process.HasExited;

    /// <summary>What it has computed so far; 0 once it is over.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
            catch (InvalidOperationException) when (IsOver)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>The whole lines that it has written on standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static CliProcess Start(params string[] arguments) => new(Process.Start(new ProcessStartInfo(
        Path.Combine(
            AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "fastelman-cli.exe" : "fastelman-cli"), arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits until something is so.</summary>
    /// <returns>Whether it is, and the process still there.</returns>
    public bool WaitUntil(Func<bool> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        while (!IsOver)
        {
            if (isSo())
            {
                return true;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "the process does not get there");
            Thread.Sleep(5);
        }

        return false;
    }

    /// <summary>As <c>kill −9</c>: the process can do nothing about it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal: TERM, as <c>kill</c> does, or INT, as Ctrl-C does.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Asks the process to end with a signal, and waits until it does.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public CliRun Terminate(string signal = "TERM")
    {
        Signal(signal);
        return End();
    }

    /// <summary>Waits until the process ends of itself.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public CliRun End()
    {
        Assert.True(_process.WaitForExit(Patience), "the process does not end");
        foreach (var reader in _readers)
        {
            reader.Join();
        }

        return new CliRun(_process.ExitCode, $"{_output}", $"{_error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static Thread Reader(StreamReader from, StringBuilder to)
    {
        var reader = new Thread(() =>
        {
            while (from.ReadLine() is { } line)
            {
                lock (to)
                {
                    to.Append(line).Append('\n');
                }
            }
        })
        { IsBackground = true };
        reader.Start();
        return reader;
    }
}
