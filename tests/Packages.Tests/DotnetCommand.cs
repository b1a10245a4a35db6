using FastElman.Fixtures;

namespace FastElman.Packages.Tests;

/// <summary>The command <c>dotnet</c>, and programs that it made, as processes of their own.</summary>
internal static class DotnetCommand
{
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
    public static string Run(string program, string workingFolder, params string[] arguments) =>
        ChildProcess.Run(new Command(program, arguments) { Folder = workingFolder });

    /// <summary>Runs a program, which may fail.</summary>
    /// <param name="program">Its file, or its name on the path.</param>
    /// <param name="workingFolder">The folder that it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code; what it writes, also on standard error where it fails.</returns>
    public static (int ExitCode, string Output) TryRun(
        string program, string workingFolder, params string[] arguments) =>
        ChildProcess.TryRun(new Command(program, arguments) { Folder = workingFolder });
}
