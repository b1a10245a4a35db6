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

    /// <summary>As on NFS and SMB, where the base library takes no shared lock on a file that is written.</summary>
    [Theory]
    [InlineData("1", "0")]
    [InlineData("1", "1")]
    [InlineData("0", "1")]
    public void Where_one_takes_no_locks_no_process_removes_what_another_still_writes(string writer, string other)
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        SampleModel.SaveIn(_folder);
        _folder.Write("words", "oslo\n");
        const string Variable = "DOTNET_SYSTEM_IO_DISABLEFILELOCKING";
        var run = ShellProcess.Run(
            $"cd '{_folder.Path}'; mkfifo pipe; {Variable}={writer} '{ShellProcess.Command}' tag model.safetensors "
                + "pipe --probabilities out > labels & process=$!; exec 7> pipe; printf 'oslo\n\noslo\n\n' >&7; "
                + "until test -s labels; do sleep 0.05; done; "
                + $"{Variable}={other} fastelman tag model.safetensors words --probabilities out > /dev/null; "
                + "wc -c < out; exec 7>&-; wait $process; echo $?; wc -c < out; ls -A");

        var sizes = run.Output.Split('\n');
        Assert.Equal("0", sizes[1]);
        Assert.True(int.Parse(sizes[2], null) > int.Parse(sizes[0], null), run.Output);
        Assert.Equal(["labels", "model.safetensors", "out", "pipe", "words", ""], sizes[3..]);
    }
}
