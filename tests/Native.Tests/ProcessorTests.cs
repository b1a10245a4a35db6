namespace FastElman.Native.Tests;

/// <summary>The loader on processors of all ages, which an emulator plays.</summary>
public sealed class ProcessorTests(InstalledLibrary library) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("core2duo")]
    [InlineData("Nehalem")]
    public void A_processor_without_AVX_gets_an_error_and_no_illegal_instruction(string processor)
    {
        var (exitCode, output) = Run(processor);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "FE_ERROR_UNSUPPORTED: This processor lacks AVX", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SandyBridge")]
    [InlineData("Haswell-v1")]
    public void A_processor_with_AVX_runs_the_library(string processor)
    {
        var (exitCode, output) = Run(processor);
        Assert.True(exitCode == 0, output);
        Assert.StartsWith("tokens 2 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_libraries_the_loader_says_what_is_missing()
    {
        File.Copy(Path.Combine(library.LibraryFolder, "libfastelman.so"), _folder.File("libfastelman.so.1"));
        var (exitCode, output) = ChildProcess.TryRun(new Command(library.Compile("labels"), Model(), "text", "0", "0")
        {
            Environment = { ["LD_PRELOAD"] = _folder.File("libfastelman.so.1") },
        });
        Assert.Equal(1, exitCode);
        Assert.StartsWith("FE_ERROR_UNSUPPORTED: ", output, StringComparison.Ordinal);
        Assert.Contains("libfastelman-avx.so", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private (int ExitCode, string Output) Run(string processor)
    {
        var emulator = Machine.Require("qemu-x86_64-static", "qemu-x86_64");
        return ChildProcess.TryRun(new Command(
            emulator, "-cpu", processor, library.Compile("labels"), Model(), "text", "0", "0")
        {
            Input = "worda wordb\n",
        });
    }

    private string Model()
    {
        var file = _folder.File("model.safetensors");
        NativeModels.WithNames(NetworkVariant.Tutorial).Save(file);
        return file;
    }
}
