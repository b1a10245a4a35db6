using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary>The tokenizer is chosen at training and goes with the model.</summary>
public sealed class TokenizerOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public TokenizerOptionTests()
    {
        _corpus = Directory.CreateDirectory(_folder.File("corpus")).FullName;
        _model = _folder.File("model.safetensors");
        foreach (var set in (string[])["train", "valid", "test"])
        {
            File.WriteAllText(Path.Combine(_corpus, $"{set}.txt"), "from O\noslo B-from\n\nto O\nrome B-to\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_punctuation_unless_chosen()
    {
        Train();
        Assert.Equal(TokenizerKind.Punctuation, ElmanModel.Load(_model).Tokenizer);

        Train("--tokenizer", "whitespace");
        Assert.Equal(TokenizerKind.WhiteSpace, ElmanModel.Load(_model).Tokenizer);
    }

    [Fact]
    public void A_model_to_start_from_hands_it_on_unless_another_is_chosen()
    {
        var first = _folder.File("first.safetensors");
        Train("--tokenizer", "whitespace");
        File.Move(_model, first);

        Train("--init", first);
        Assert.Equal(TokenizerKind.WhiteSpace, ElmanModel.Load(_model).Tokenizer);

        Train("--init", first, "--tokenizer", "punctuation");
        Assert.Equal(TokenizerKind.Punctuation, ElmanModel.Load(_model).Tokenizer);
    }

    [Fact]
    public void A_dump_loses_it_and_that_is_said()
    {
        Train("--tokenizer", "whitespace");
        var run = CliRun.Of("convert", _model, _folder.File("dump"), "--drop-names");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("tokenizer whitespace", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_name_is_wrong_usage() =>
        CliRun.Misuse("train", _corpus, "--out", _model, "--tokenizer", "letters");

    private void Train(params string[] options) => CliRun.Succeed(
        [
            "train", _corpus, "--out", _model, "--epochs", "1", "--window", "3",
            .. options is ["--init", ..] ? options : ["--hidden", "4", "--embedding", "2", .. options],
        ]);
}
