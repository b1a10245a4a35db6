using System.ComponentModel;
using System.Diagnostics;

namespace FastElman.Fixtures;

/// <summary>A Python of the machine that has the packages that a test needs.</summary>
public static class PythonTool
{
    /// <summary>The first in the path may be another one than the system's, which has the system's packages.</summary>
    private static readonly string[] Programs = ["python3", "/usr/bin/python3"];

    /// <summary>Runs a script and gives what it prints. The test is skipped where no Python has the packages.</summary>
    /// <param name="packages">The names of the packages to import.</param>
    /// <param name="script">The path of the script from the root of the repository.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string[] packages, string script, params string[] arguments)
    {
        var import = $"import {string.Join(", ", packages)}";
        var program = Array.Find(Programs, each => Start(each, ["-c", import]) is (0, _, _));
        Assert.SkipWhen(program is null, $"no Python of this machine can: {import}");
        var file = Path.Combine(RepositoryRoot.Folder, script);
        var (code, output, errors) = Start(program, ["-B", file, .. arguments]) ?? default;
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int Code, string Output, string Errors)? Start(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
