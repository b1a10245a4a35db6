using System.Diagnostics;

namespace FastElman.Faults;

/// <summary>Runs a program to its end, or to that of its time.</summary>
internal static class Command
{
    /// <summary>Runs a program.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="limit">How long it may take; it is ended then, with all that it started.</param>
    /// <param name="program">Its file or name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit code, null where the time was over; and all that it printed.</returns>
    public static (int? ExitCode, string Output) Run(
        string folder, TimeSpan limit, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A fault is as likely to be in what is compiled first as in what is compiled for a hot loop.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // The score is that of the tests which everyone can run.
        start.Environment.Remove("FASTELMAN_SHARED");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return (null, string.Empty);
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message ends with what it printed.</exception>
    public static string RunToSuccess(string folder, string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = Run(folder, TimeSpan.FromMinutes(30), program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }
}
