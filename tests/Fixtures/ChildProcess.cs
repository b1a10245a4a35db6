using System.ComponentModel;
using System.Diagnostics;

namespace FastElman.Fixtures;

/// <summary>Programs as processes of their own.</summary>
public static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs a program, which has to succeed.</summary>
    /// <returns>What it writes on standard output.</returns>
    public static string Run(Command command)
    {
        var (exitCode, output) = TryRun(command);
        Assert.True(exitCode == 0, $"{command.Program} {string.Join(' ', command.Arguments)}: {exitCode}\n{output}");
        return output;
    }

    /// <summary>Runs a program, which may fail.</summary>
    /// <returns>Its exit code, and what it writes; on both streams where it fails.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static (int ExitCode, string Output) TryRun(Command command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // "dotnet test" hands on the place of its MSBuild; a command in here has to find its own.
        string[] inherited =
            [.. start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (var name in inherited)
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new Win32Exception($"{command.Program} does not start");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        Write(process, command.Input);
        Assert.True(
            process.WaitForExit(Patience), $"{command.Program} {string.Join(' ', command.Arguments)} does not end");
        return process.ExitCode == 0
            ? (0, output.GetAwaiter().GetResult())
            : (process.ExitCode, $"{output.GetAwaiter().GetResult()}\n{error.GetAwaiter().GetResult()}");
    }

    /// <summary>A program may end before it has read its input.</summary>
    private static void Write(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>A program to run.</summary>
/// <param name="Program">Its file, or its name on the path.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Command(string Program, params string[] Arguments)
{
    /// <summary>The folder that it runs in; that of temporary files where it is null.</summary>
    public string? Folder { get; init; }

    /// <summary>What it reads on standard input.</summary>
    public string Input { get; init; } = string.Empty;

    /// <summary>Variables beside those of this process.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];
}
