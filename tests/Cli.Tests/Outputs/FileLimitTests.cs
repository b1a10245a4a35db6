using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>Outputs without room: a limit on the length of files refuses writes as a full disk does.</summary>
public sealed class FileLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tag model.safetensors words --probabilities out.npy", "out.npy")]
    [InlineData("convert model.safetensors dump --drop-names", "dump/[a-z]+.npy")]
    public void The_message_names_the_output_and_nothing_is_left(string command, string named)
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        SampleModel.SaveIn(_folder);
        _folder.Write("words", "oslo\n\n");
        _folder.Write("out.npy", "old");

        // The runtime would take room in memory for its own code by the same limit.
        var run = ShellProcess.Run(
            $"cd '{_folder.Path}'; trap '' XFSZ; ulimit -f 0; fastelman {command} > /dev/null",
            ("DOTNET_EnableWriteXorExecute", "0"));

        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^fastelman: [^\n]*{named}[^\n]*\n$", run.Error);
        Assert.DoesNotContain(".fastelman-", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories),
            path => Path.GetFileName(path).StartsWith(".fastelman-", StringComparison.Ordinal));
        Assert.Equal("old", File.ReadAllText(_folder.File("out.npy")));
    }
}
