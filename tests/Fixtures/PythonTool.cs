using System.Collections.Concurrent;
using System.ComponentModel;

namespace FastElman.Fixtures;

/// <summary>A Python of the machine that has the packages that a test needs.</summary>
public static class PythonTool
{
    /// <summary>The first in the path may be another one than the system's, which has the system's packages.</summary>
    private static readonly string[] Programs = ["python3", "/usr/bin/python3"];

    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>A Python that can run some statements. The test is skipped where there is none.</summary>
    /// <param name="statements">Such as <c>import torch, numpy</c>.</param>
    public static string Require(string statements)
    {
        var program = Found.GetOrAdd(statements, static each => Array.Find(Programs, program => CanRun(program, each)));
        Assert.SkipWhen(program is null, $"no Python of this machine can: {statements}");
        return program;
    }

    /// <summary>Runs a script and gives what it prints. The test is skipped where no Python can run it.</summary>
    /// <param name="statements">What the Python has to be able to.</param>
    /// <param name="script">The path of the script from the root of the repository.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string statements, string script, params string[] arguments)
    {
        var file = Path.Combine(RepositoryRoot.Folder, script);
        return ChildProcess.Run(new Command(Require(statements), ["-B", file, .. arguments]));
    }

    private static bool CanRun(string program, string statements)
    {
        try
        {
            return ChildProcess.TryRun(new Command(program, "-c", statements)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
