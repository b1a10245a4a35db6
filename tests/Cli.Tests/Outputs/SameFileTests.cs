using System.Diagnostics;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>A file that a command reads or writes is not written as something else, whatever it is called.</summary>
public sealed class SameFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _corpus;
    private readonly string _words;

    public SameFileTests()
    {
        _model = SampleModel.SaveIn(_folder);
        _corpus = SmallCorpus.WriteIn(_folder);
        _words = _folder.Write("words", "oslo\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("convert model model", "TARGET", "SOURCE")]
    [InlineData("convert model words.safetensors --words words.safetensors", "TARGET", "--words")]
    [InlineData("convert model words.safetensors --labels words.safetensors", "TARGET", "--labels")]
    [InlineData("convert model words.safetensors --vocabulary words.safetensors", "TARGET", "--vocabulary")]
    [InlineData("convert dump dump/", "TARGET", "SOURCE")]
    [InlineData("tag model words --probabilities words", "--probabilities", "FILE")]
    [InlineData("tag model words --probabilities model", "--probabilities", "MODEL")]
    [InlineData("tag dump words --probabilities dump/wx.npy", "--probabilities", "MODEL")]
    [InlineData("calibrate model words.safetensors --out words.safetensors", "--out", "CORPUS")]
    [InlineData("calibrate words.safetensors words.safetensors", "--out", "CORPUS")]
    [InlineData("prune model corpus --out model", "--out", "MODEL")]
    [InlineData("prune model words.safetensors --out words.safetensors", "--out", "CORPUS")]
    [InlineData("train words.safetensors --out words.safetensors", "--out", "CORPUS")]
    [InlineData("train corpus --out new.safetensors --report corpus/train.txt", "--report", "CORPUS")]
    [InlineData("train corpus --out new.safetensors --checkpoint corpus/valid.txt", "--checkpoint", "CORPUS")]
    [InlineData("train corpus --out model --init model", "--out", "--init")]
    [InlineData("train corpus --out words.safetensors --vectors words.safetensors", "--out", "--vectors")]
    [InlineData("train corpus --out new.safetensors --report new.safetensors", "--report", "--out")]
    [InlineData("train corpus --out new.safetensors --save-npy new.safetensors", "--save-npy", "--out")]
    [InlineData("train corpus --out new.safetensors --save-npy new.npz --report new.npz", "--report", "--save-npy")]
    [InlineData("train corpus --out new.safetensors --save-npy dump --report dump/wh.npy", "--report", "--save-npy")]
    [InlineData("train corpus --out new.safetensors --save-npy dump --init dump", "--save-npy", "--init")]
    [InlineData("train corpus --out new.safetensors --checkpoint new.safetensors", "--checkpoint", "--out")]
    [InlineData("search search/trials.tsv --trials 1 --out search", "--out", "CORPUS")]
    public void Two_uses_of_one_file_are_refused_before_anything_is_read(string command, string option, string other)
    {
        Prepare();
        var before = Contents();

        var message = CliRun.Misuse(Arguments(command));

        Assert.StartsWith($"fastelman: {option} ", message, StringComparison.Ordinal);
        Assert.Contains($": this is the same file as {other} ", message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("./words")]
    [InlineData("link")]
    [InlineData("link-of-link")]
    [InlineData("hard")]
    [InlineData("folder-link/words")]
    [InlineData("corpus/../words")]
    public void A_file_is_known_under_every_name(string name)
    {
        File.CreateSymbolicLink(_folder.File("link"), "words");
        File.CreateSymbolicLink(_folder.File("link-of-link"), "link");
        Directory.CreateSymbolicLink(_folder.File("folder-link"), _folder.Path);
        if (name == "hard")
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no ln");
            using var link = Process.Start("ln", [_words, _folder.File("hard")]);
            link.WaitForExit();
        }

        Assert.Contains(
            "this is the same file as FILE ",
            CliRun.Misuse("tag", _model, _words, "--probabilities", $"{_folder.Path}/{name}"),
            StringComparison.Ordinal);
        Assert.Equal("oslo\n", File.ReadAllText(_words));
    }

    [Fact]
    public void Two_files_that_are_not_there_yet_are_one_through_a_link()
    {
        File.CreateSymbolicLink(_folder.File("link"), "new.safetensors");

        Assert.Contains(
            "this is the same file as --out ",
            CliRun.Misuse(
                "train", _corpus, "--out", _folder.File("new.safetensors"), "--report", _folder.File("link")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_differ_in_case_are_two_files_where_the_file_system_says_so()
    {
        var ignoresCase = File.Exists(_words[..^5] + "WORDS");
        var run = CliRun.Of(
            "train", _corpus, "--epochs", "1", "--hidden", "5", "--out", _folder.File("new.safetensors"),
            "--report", _folder.File("NEW.safetensors"));

        Assert.Equal(ignoresCase ? 2 : 0, run.ExitCode);
    }

    [Fact]
    public void A_model_may_be_calibrated_in_place_by_name()
    {
        var run = CliRun.Of("calibrate", _model, _corpus, "--out", _model);

        Assert.DoesNotContain("same file", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fastelman tag model words >> words", "standard output", "FILE")]
    [InlineData("fastelman tag model < words >> words", "standard output", "standard input")]
    [InlineData("fastelman evaluate model corpus >> corpus/test.txt", "standard output", "CORPUS")]
    [InlineData("fastelman info model >> model", "standard output", "MODEL")]
    [InlineData("fastelman tag model words --probabilities out > out", "standard output", "--probabilities")]
    [InlineData("fastelman tag model words --probabilities out 2> out", "", "")]
    [InlineData("fastelman tag model --probabilities words < words", "--probabilities", "standard input")]
    public void A_redirected_stream_is_a_file_like_others(string command, string option, string other)
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        File.Move(_model, _folder.File("model"));

        var run = ShellProcess.Run($"cd '{_folder.Path}'; {command}");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            option.Length > 0 ? $"fastelman: {option}" : string.Empty, run.Error, StringComparison.Ordinal);
        Assert.Contains(
            other.Length > 0 ? $"this is the same file as {other}" : string.Empty,
            run.Error,
            StringComparison.Ordinal);
        Assert.Equal("oslo\n", File.ReadAllText(_words));
    }

    /// <summary>Files whose names end as those of models, a dump and the folder of a search.</summary>
    private void Prepare()
    {
        File.Copy(_words, _folder.File("words.safetensors"));
        Interop.TheanoDump.Save(SampleModel.Create(), _folder.File("dump"));
        Directory.CreateDirectory(_folder.File("search"));
        _folder.Write("search/trials.tsv", "oslo O\n");
    }

    private string[] Arguments(string command) =>
    [
        .. command.Split(' ').Select((word, index) => index == 0 || word.StartsWith('-') || word.Length == 1
            ? word
            : word == "model" ? _model : _folder.File(word)),
    ];

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));
}
