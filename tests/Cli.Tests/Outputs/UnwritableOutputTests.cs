using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>What cannot be written is told before the work, for every output of every command.</summary>
public sealed class UnwritableOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Outputs => new MatrixTheoryData<string, string>(
        [
            "convert model {0}.safetensors|TARGET",
            "convert model {0}.npz|TARGET",
            "convert model {0}/|TARGET",
            "tag model words --probabilities {0}|--probabilities",
            "calibrate model missing --out {0}.safetensors|--out",
            "prune missing.safetensors missing --out {0}.safetensors|--out",
            "train missing --out {0}.safetensors|--out",
            "train missing --out new.safetensors --save-npy {0}|--save-npy",
            "train missing --out new.safetensors --save-npy {0}.npz|--save-npy",
            "train missing --out new.safetensors --checkpoint {0}|--checkpoint",
            "train missing --out new.safetensors --report {0}|--report",
            "search missing --trials 1 --out {0}|--out",
        ],
        ["nowhere", "below-a-file", "proc", "too-long"]);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_path_that_cannot_be_written_is_refused_before_anything_is_read(string command, string place)
    {
        var (path, reason) = place switch
        {
            "nowhere" => (_folder.File("nowhere/out"), "there is no folder"),
            "below-a-file" => (Path.Combine(_folder.Write("file", "mine"), "out"), "is a file, not a folder"),
            "proc" => ("/proc/fastelman", "no file can be made"),
            _ => (_folder.File(new string('n', 256)), "too long"),
        };
        Assert.SkipWhen(place == "proc" && !Directory.Exists("/proc"), "there is no /proc");
        Assert.SkipWhen(place == "too-long" && OperatingSystem.IsWindows(), "the system tells only when it is written");
        var (line, option) = (command.Split('|')[0], command.Split('|')[1]);
        SampleModel.SaveIn(_folder);
        _folder.Write("words", "oslo\n");
        string[] arguments =
        [
            .. line.Split(' ').Select((word, index) => word switch
            {
                "model" => _folder.File("model.safetensors"),
                _ when word.Contains("{0}", StringComparison.Ordinal) =>
                    word.Replace("{0}", path, StringComparison.Ordinal),
                _ when index == 0 || word.StartsWith('-') || word.Length == 1 => word,
                _ => _folder.File(word),
            }),
        ];

        var message = CliRun.Fail(arguments);

        Assert.StartsWith($"fastelman: {option} ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("new.safetensors")));
    }

    [Theory]
    [InlineData("--report")]
    [InlineData("--checkpoint")]
    [InlineData("--out")]
    public void A_folder_in_the_place_of_a_file_is_refused(string option)
    {
        var path = Directory.CreateDirectory(_folder.File("folder.safetensors")).FullName;

        Assert.Contains(
            $"{option} {path}: a folder is where the file has to be",
            CliRun.Fail(
                [
                    "train", _folder.File("missing"), .. option == "--out"
                        ? (string[])["--out", path]
                        : ["--out", _folder.File("new.safetensors"), option, path],
                ]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_a_file_that_can_be_read_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no /dev");

        Assert.Contains(
            "--checkpoint /dev/null: this has to be a file",
            CliRun.Fail(
                "train", _folder.File("missing"), "--out", _folder.File("m.safetensors"), "--checkpoint", "/dev/null"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_255_bytes_can_be_written()
    {
        var corpus = SmallCorpus.WriteIn(_folder);
        string Name(string ending) => _folder.File(new string('n', 255 - ending.Length) + ending);

        CliRun.Of(
            "train", corpus, "--epochs", "1", "--hidden", "5", "--out", Name(".safetensors"), "--save-npy", Name(".d"),
            "--report", Name(".html"), "--checkpoint", Name(".c"));

        Assert.True(File.Exists(Name(".safetensors")) && File.Exists(Name(".html")) && File.Exists(Name(".c")));
        Assert.Equal(7, Directory.GetFiles(Name(".d")).Length);
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder.Path).Length);
    }
}
