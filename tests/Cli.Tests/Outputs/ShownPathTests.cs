using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>A line feed or an escape sequence in a path is shown as text, and the message stays one line.</summary>
public sealed class ShownPathTests : IDisposable
{
    private const string Hostile = "x\n\u001b[31my", Shown = "x\\u000a\\u001b[31my";

    private readonly TemporaryFolder _folder = new();

    public ShownPathTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "no file has such a name on Windows");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train corpus --hidden 5 --epochs 1 --out {0}.safetensors", "wrote {0}.safetensors")]
    [InlineData("train corpus --hidden 5 --initial-only --out {0}.safetensors", "wrote {0}.safetensors: the untrained")]
    [InlineData("train corpus --hidden 5 --epochs 1 --out m.safetensors --checkpoint {0}", "note: {0} has this run")]
    [InlineData("train corpus --hidden 5 --epochs 1 --vectors {0}.vec --out m.safetensors", "2 values in {0}.vec")]
    [InlineData("search corpus --trials 1 --epochs 1 --out {0}", "wrote {0}/best.safetensors")]
    [InlineData("prune start.safetensors corpus --epochs 1 --out {0}.safetensors", "wrote {0}.safetensors")]
    [InlineData("calibrate start.safetensors corpus --out {0}.safetensors", "wrote {0}.safetensors")]
    [InlineData("convert start.safetensors {0}.safetensors", "wrote {0}.safetensors: hidden")]
    [InlineData("info {0}.model", "{0}.model")]
    public void A_path_is_shown_on_one_line(string command, string expected)
    {
        var corpus = SmallCorpus.WriteIn(_folder);
        var start = _folder.File("start.safetensors");
        CliRun.Succeed("train", corpus, "--hidden", "5", "--initial-only", "--out", start);
        File.Copy(start, _folder.File($"{Hostile}.model"));
        _folder.Write($"{Hostile}.vec", "oslo 1 2\nrome 3 4\n");
        if (command.Contains("--checkpoint", StringComparison.Ordinal))
        {
            Run(command);
        }

        var run = Run(command);

        Assert.Equal(0, run.ExitCode);
        var lines = (run.Output + run.Error).Split('\n');
        var shown = expected.Replace("{0}", $"{_folder.Path}/{Shown}", StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(shown, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    private CliRun Run(string command) => CliRun.Of(
    [
        .. command.Split(' ').Select((word, index) => word switch
        {
            _ when index == 0 || word.StartsWith('-') || int.TryParse(word, out var _) => word,
            _ => _folder.File(word.Replace("{0}", Hostile, StringComparison.Ordinal)),
        }),
    ]);
}
