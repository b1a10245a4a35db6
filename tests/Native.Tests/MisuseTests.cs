namespace FastElman.Native.Tests;

/// <summary>Whatever a program does with handles, pointers and sizes, it gets an error code.</summary>
public sealed class MisuseTests(InstalledLibrary library) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Misuse_of_any_function_gives_an_error_code()
    {
        var output = ChildProcess.Run(new Command(library.Compile("misuse"), Model()));
        Assert.EndsWith(" checks, 0 failures\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_threads_may_open_tag_and_close_at_once()
    {
        var output = ChildProcess.Run(new Command(library.Compile("threads"), Model(), "400"));
        Assert.Equal("8 threads, 400 rounds, 0 faults\n", output);
    }

    [Fact]
    public void Misuse_reads_and_writes_no_memory_of_others()
    {
        var valgrind = Machine.Require("valgrind");
        var suppressions = Path.Combine(RepositoryRoot.Folder, "tests/Native.Tests/programs/valgrind.supp");
        var output = ChildProcess.Run(new Command(
            valgrind,
            "--quiet",
            "--error-exitcode=9",
            $"--suppressions={suppressions}",
            library.Compile("misuse"),
            Model()));
        Assert.EndsWith(" checks, 0 failures\n", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Model()
    {
        var file = _folder.File("model.safetensors");
        NativeModels.WithNames(NetworkVariant.Tutorial).Save(file);
        return file;
    }
}
