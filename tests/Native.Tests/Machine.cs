using System.ComponentModel;
using System.Diagnostics;

namespace FastElman.Native.Tests;

/// <summary>Programs of this machine: compilers, tools, and what the tests compile.</summary>
internal static class Machine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    /// <summary>The first of some programs that the machine has; null where it has none of them.</summary>
    public static string? Find(params string[] names) => names.FirstOrDefault(
        name => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name))));

    /// <summary>A program that a test needs; skips the test where the machine lacks it.</summary>
    public static string Require(params string[] names)
    {
        var found = Find(names);
        Assert.SkipWhen(found is null, $"this machine has no {string.Join(" or ", names)}");
        return found;
    }

    /// <summary>Runs a program, which has to succeed.</summary>
    /// <returns>What it writes on standard output.</returns>
    public static string Run(Command command)
    {
        var (exitCode, output) = TryRun(command);
        Assert.True(exitCode == 0, $"{command.Program} {string.Join(' ', command.Arguments)}: {exitCode}\n{output}");
        return output;
    }

    /// <summary>Runs a program.</summary>
    /// <returns>Its exit code, and what it writes; on both streams where it fails.</returns>
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
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new Win32Exception($"{command.Program} does not start");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(command.Input);
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(Patience), $"{command.Program} does not end");
        return process.ExitCode == 0
            ? (0, output.GetAwaiter().GetResult())
            : (process.ExitCode, $"{output.GetAwaiter().GetResult()}\n{error.GetAwaiter().GetResult()}");
    }
}

/// <summary>A program to run.</summary>
/// <param name="Program">Its file, or its name on the path.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Command(string Program, params string[] Arguments)
{
    /// <summary>The folder that it runs in.</summary>
    public string? Folder { get; init; }

    /// <summary>What it reads on standard input.</summary>
    public string Input { get; init; } = string.Empty;

    public Dictionary<string, string> Environment { get; init; } = [];
}
