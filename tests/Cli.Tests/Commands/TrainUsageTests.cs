using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary>What <c>train</c> refuses before it trains.</summary>
public sealed class TrainUsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public TrainUsageTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--json")]
    [InlineData("--report", "page.html")]
    [InlineData("--checkpoint", "run.state")]
    public void What_tells_of_a_training_is_wrong_usage_without_one(params string[] options)
    {
        options = [.. options.Select(each => each.StartsWith('-') ? each : _folder.File(each))];
        Assert.Contains(
            "--initial-only trains nothing",
            CliRun.Misuse(["train", _corpus, "--out", _model, "--initial-only", .. options]),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Fact]
    public void Words_that_no_model_file_can_hold_are_refused_before_the_first_epoch()
    {
        var words = Enumerable.Range(0, 17).Select(i => $"{new string((char)('a' + i), 1 << 20)} O\n");
        File.WriteAllText(Path.Combine(_corpus, "train.txt"), string.Concat(words.Concat(words)));
        var error = CliRun.Fail("train", _corpus, "--out", _model, "--hidden", "1", "--epochs", "1");
        Assert.Contains("too long for the header", error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void To_resume_without_a_checkpoint_is_wrong_usage() =>
        CliRun.Misuse("train", _corpus, "--out", _model, "--resume");

    [Theory]
    [InlineData("--hidden", "0")]
    [InlineData("--window", "4")]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "many")]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--learning-rate", "1e39")]
    [InlineData("--label-smoothing", "1")]
    [InlineData("--label-smoothing", "-0.1")]
    [InlineData("--density", "0")]
    [InlineData("--density", "-0.3")]
    [InlineData("--density", "1.5")]
    [InlineData("--density", "NaN")]
    [InlineData("--density", "half")]
    [InlineData("--seed", "-1")]
    [InlineData("--sentences", "0")]
    [InlineData("--recipe", "grandmother's")]
    [InlineData("--hidden", "1000000")]
    public void What_cannot_be_meant_is_wrong_usage(string option, string value)
    {
        CliRun.Misuse("train", _corpus, "--out", _model, option, value);

        Assert.Equal([_corpus], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_tutorial_does_not_smooth_labels() =>
        Assert.Contains(
            "smooth",
            CliRun.Misuse("train", _corpus, "--out", _model, "--recipe", "tutorial", "--label-smoothing", "0.1"),
            StringComparison.Ordinal);

    [Fact]
    public void A_density_out_of_range_is_refused_with_the_rule() =>
        Assert.StartsWith(
            "fastelman: --density 1.5: it is above 0 and at most 1",
            CliRun.Misuse("train", _folder.File("nowhere"), "--out", _model, "--density", "1.5"),
            StringComparison.Ordinal);

    [Fact]
    public void A_density_that_prunes_nothing_is_wrong_usage() =>
        Assert.Contains(
            "it keeps the only row of wh",
            CliRun.Misuse("train", _corpus, "--out", _model, "--density", "0.3", "--hidden", "1"),
            StringComparison.Ordinal);

    [Fact]
    public void A_number_that_is_none_is_named() =>
        Assert.Contains(
            "'many'", CliRun.Misuse("train", _corpus, "--out", _model, "--epochs", "many"), StringComparison.Ordinal);

    [Fact]
    public void A_model_of_another_kind_or_without_a_name_is_wrong_usage()
    {
        CliRun.Misuse("train", _corpus);
        CliRun.Misuse("train", _corpus, "--out", _folder.File("model.npz"));
    }

    [Fact]
    public void Sizes_other_than_those_of_init_are_wrong_usage()
    {
        var start = SampleModel.SaveIn(_folder);

        Assert.Contains(
            "--hidden 6",
            CliRun.Misuse(
                "train", _corpus, "--out", _folder.File("other.safetensors"), "--init", start, "--hidden", "6"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_training()
    {
        Assert.Contains(
            "there is no folder",
            CliRun.Fail("train", _corpus, "--out", _folder.File("nowhere/model.safetensors")),
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            CliRun.Fail("train", _corpus, "--out", _model, "--save-npy", _folder.File("nowhere/dump")),
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            CliRun.Fail("train", _corpus, "--out", _model, "--report", _folder.File("nowhere/report.html")),
            StringComparison.Ordinal);
        Assert.Contains(
            "a folder", CliRun.Fail("train", _corpus, "--out", _model, "--report", _corpus), StringComparison.Ordinal);
        Assert.Contains(
            "a folder",
            CliRun.Fail("train", _corpus, "--out", Directory.CreateDirectory(_model).FullName),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_corpus_is_an_error() => CliRun.Fail("train", _folder.File("nowhere"), "--out", _model);
}
