using System.Diagnostics;

namespace FastElman.Packages.Tests;

/// <summary>The command <c>dotnet</c>, and programs that it made, as processes of their own.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs <c>dotnet</c>, which has to succeed.</summary>
    /// <param name="workingFolder">The folder that it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it writes on standard output.</returns>
    public static string Dotnet(string workingFolder, params string[] arguments) =>
        Run("dotnet", workingFolder, arguments);

    /// <summary>Runs a program, which has to succeed.</summary>
    /// <param name="program">Its file, or its name on the path.</param>
    /// <param name="workingFolder">The folder that it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it writes on standard output.</returns>
    public static string Run(string program, string workingFolder, params string[] arguments)
    {
        var (exitCode, output) = TryRun(program, workingFolder, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}:\n{output}");
        return output;
    }

    /// <summary>Runs a program, which may fail.</summary>
    /// <param name="program">Its file, or its name on the path.</param>
    /// <param name="workingFolder">The folder that it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code; what it writes, also on standard error where it fails.</returns>
    public static (int ExitCode, string Output) TryRun(string program, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // "dotnet test" hands on the place of its MSBuild; this command has to find its own.
        string[] inherited =
            [.. start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (var name in inherited)
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(Patience), $"{program} {string.Join(' ', arguments)} does not end");
        return process.ExitCode == 0
            ? (0, output.Result)
            : (process.ExitCode, $"{output.Result}\n{error.Result}");
    }
}
