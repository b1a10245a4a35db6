using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>Devices, pipes and open descriptors as outputs, as a shell gives them.</summary>
public sealed class DeviceOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DeviceOutputTests()
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        SampleModel.SaveIn(_folder);
        SmallCorpus.WriteIn(_folder);
        _folder.Write("words", "oslo\nto\n");
        CliRun.Succeed(
            "tag", _folder.File("model.safetensors"), _folder.File("words"), "--probabilities",
            _folder.File("expected"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fastelman tag model.safetensors words --probabilities device; test -c device && rm device")]
    [InlineData("fastelman train corpus --epochs 1 --hidden 5 --out link.safetensors --report device; "
        + "test -c device && rm device link.safetensors")]
    public void A_device_stays_a_device(string script)
    {
        File.CreateSymbolicLink(_folder.File("link.safetensors"), "device");
        var run = Run($"mknod device c 1 3 || exit 77; {script}");

        Assert.SkipWhen(run.ExitCode == 77, "devices cannot be made here");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.ExitCode == 0 ? string.Empty : run.Error));
    }

    [Theory]
    [InlineData("fastelman tag model.safetensors words --probabilities /dev/stdout | tail -c 160 > got")]
    [InlineData("fastelman tag model.safetensors words --probabilities /dev/fd/3 3> got")]
    [InlineData("fastelman tag model.safetensors words --probabilities /proc/self/fd/3 3> got")]
    [InlineData("fastelman tag model.safetensors words --probabilities >(cat > got); sleep 0.5")]
    [InlineData("mkfifo pipe; cat pipe > got & fastelman tag model.safetensors words --probabilities pipe; wait; "
        + "test -p pipe")]
    public void What_is_open_gets_the_same_bytes_as_a_file(string script)
    {
        var run = Run(script);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.ExitCode == 0 ? string.Empty : run.Error));
        Assert.Equal(File.ReadAllBytes(_folder.File("expected")), File.ReadAllBytes(_folder.File("got")));
    }

    [Fact]
    public void What_stands_in_an_open_file_stays_there()
    {
        var run = Run(
            "echo before > got; fastelman tag model.safetensors words --probabilities /dev/fd/3 3>> got > labels; "
                + "echo after >> got; head -c 7 got; tail -c 6 got; wc -c < got");

        Assert.Equal($"before\nafter\n{7 + new FileInfo(_folder.File("expected")).Length + 6}\n", run.Output);
    }

    [Theory]
    [InlineData("/dev/fd/3")]
    [InlineData("/dev/fd/42")]
    public void A_descriptor_that_nobody_opened_is_refused(string path)
    {
        var run = Run($"fastelman tag model.safetensors words --probabilities {path} 3>&-");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"fastelman: --probabilities {path}: there is no open descriptor", run.Error, StringComparison.Ordinal);
    }

    private CliRun Run(string script) => ShellProcess.Run($"cd '{_folder.Path}'; {script}");
}
