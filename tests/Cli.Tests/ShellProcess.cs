using System.Diagnostics;
using System.Text;

namespace FastElman.Cli.Tests;

/// <summary>The command as a shell starts it: with pipes, redirections and an environment.</summary>
internal static class ShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The path of the command.</summary>
    public static string Command => Path.Combine(AppContext.BaseDirectory, "fastelman-cli");

    /// <summary>Whether there is a shell.</summary>
    public static bool HasShell => File.Exists("/bin/bash");

    /// <summary>Runs a script of bash's, in which <c>fastelman</c> is the command.</summary>
    /// <param name="script">The script.</param>
    /// <param name="environment">Variables of the environment.</param>
    public static CliRun Run(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"fastelman() {{ '{Command}' \"$@\"; }}\n{script}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data is null ? string.Empty : $"{line.Data}\n");
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(Patience), "the script does not end");
        process.WaitForExit();
        return new CliRun(process.ExitCode, output.GetAwaiter().GetResult(), $"{error}");
    }
}
