using System.Runtime.InteropServices;
using FastElman.Native.Tests;

[assembly: AssemblyFixture(typeof(InstalledLibrary))]

namespace FastElman.Native.Tests;

/// <summary>
/// The library as src/Native/install installs it, built once for all tests: what the tests compile lies beside it. Of
/// the libraries that the loader chooses from only that for AVX, which takes half a minute and more to compile.
/// </summary>
public sealed class InstalledLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string?> _obstacle;

    public InstalledLibrary() => _obstacle = new(Install);

    /// <summary>The folder that it is installed in. Skips the test where it cannot be built here.</summary>
    public string Prefix
    {
        get
        {
            Assert.SkipWhen(_obstacle.Value is not null, _obstacle.Value ?? string.Empty);
            return PrefixPath;
        }
    }

    /// <summary>Where the linker of the machine finds the library.</summary>
    public string LibraryFolder => Path.Combine(Prefix, "lib");

    /// <summary>The header files.</summary>
    public string IncludeFolder => Path.Combine(Prefix, "include");

    /// <summary>The C compiler.</summary>
    public string Compiler { get; } = Machine.Find("gcc", "clang") ?? "cc";

    private string PrefixPath => _folder.File("prefix");

    /// <summary>Compiles a program of this test project.</summary>
    /// <param name="name">The name of its file, without extension.</param>
    /// <returns>The path of the program.</returns>
    public string Compile(string name)
    {
        var program = Path.Combine(Prefix, name);
        if (!File.Exists(program))
        {
            var source = Path.Combine(RepositoryRoot.Folder, "tests/Native.Tests/programs", $"{name}.c");
            string[] arguments =
            [
                "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-O1", source, "-o", program, $"-I{IncludeFolder}",
                $"-L{LibraryFolder}", "-lfastelman", "-pthread", $"-Wl,-rpath,{LibraryFolder}",
            ];
            ChildProcess.Run(new Command(Compiler, arguments));
        }

        return program;
    }

    public void Dispose() => _folder.Dispose();

    /// <returns>Why it cannot be built here; null where it has been.</returns>
    private string? Install()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not Architecture.X64)
        {
            return "the C interface is built on x86-64 Linux here";
        }

        if (Machine.Find("gcc", "clang") is null || Machine.Find("bash") is null)
        {
            return "NativeAOT needs clang or gcc, which this machine lacks";
        }

        var install = Path.Combine(RepositoryRoot.Folder, "src/Native/install");
        ChildProcess.Run(new Command("bash", install, PrefixPath, "--levels", "avx"));
        return null;
    }
}
