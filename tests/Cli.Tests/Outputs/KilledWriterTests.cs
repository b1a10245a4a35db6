using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>What a process that was killed leaves behind, the next one that writes the same removes.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_run_removes_what_a_killed_one_left_and_no_other_file()
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        SampleModel.SaveIn(_folder);
        _folder.Write("words", "oslo\n");
        var tag = "fastelman tag model.safetensors";
        var run = ShellProcess.Run(
            $"cd '{_folder.Path}'; mkfifo pipe; '{ShellProcess.Command}' tag model.safetensors pipe "
                + "--probabilities out > labels & process=$!; exec 7> pipe; printf 'oslo\n\n' >&7; "
                + "until test -s labels; do sleep 0.05; done; ls -A | grep -c tmp; kill -9 $process; wait; exec 7>&-; "
                + $"ls -A | grep -c tmp; {tag} words --probabilities other > /dev/null; ls -A | grep -c tmp; "
                + $"{tag} words --probabilities out > /dev/null; ls -A | grep -c tmp; ls");

        Assert.Equal("1\n1\n1\n0\nlabels\nmodel.safetensors\nother\nout\npipe\nwords\n", run.Output);
    }
}
