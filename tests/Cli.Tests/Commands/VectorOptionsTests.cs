using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class VectorOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public VectorOptionsTests()
    {
        _corpus = _folder.Write("corpus.txt", "Rome B-x\nis O\nRome B-x\nis O\n\nlima B-x\nlima B-x\n");
        _model = _folder.File("m.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_untrained_model_has_the_vectors_of_its_words()
    {
        var vectors = _folder.Write("glove.txt", "rome 0.5 1 2\nis 3 4 5\nis 6 7 8\n 1 2 3\n. . 9 9 9\n");

        var run = CliRun.Of(
            "train", _corpus, "--out", _model, "--vectors", vectors, "--initial-only", "--hidden", "4");

        Assert.Equal((0, $"wrote {_model}: the untrained model\n"), (run.ExitCode, run.Output));
        Assert.Contains("2 of 4 words have a vector of 3 values", run.Error, StringComparison.Ordinal);
        Assert.Contains("note: 1 words stand there again", run.Error, StringComparison.Ordinal);
        Assert.Contains("note: 1 lines without a word", run.Error, StringComparison.Ordinal);
        var model = ElmanModel.Load(_model);
        Assert.Equal((3, 4), (model.Shape.EmbeddingSize, model.Shape.HiddenSize));
        Assert.Equal([0.5f, 1, 2], RowOf(model, "Rome"));
        Assert.Equal([3f, 4, 5], RowOf(model, "is"));
    }

    [Fact]
    public void Frozen_vectors_are_those_of_the_trained_model()
    {
        var vectors = _folder.Write("v.vec", "2 2\nrome 0.5 1\nis 3 4\n");

        var run = CliRun.Of(
            "train", _corpus, "--out", _model, "--vectors", vectors, "--freeze", "--epochs", "2", "--hidden", "4");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([0.5f, 1], RowOf(ElmanModel.Load(_model), "Rome"));
    }

    [Theory]
    [InlineData("--vectors")]
    [InlineData("--init")]
    public void Subwords_may_join_embeddings_that_are_there(string option)
    {
        var vectors = _folder.Write("v.vec", "rome 0.5 1\nis 3 4\n");
        CliRun.Succeed("train", _corpus, "--out", _model, "--vectors", vectors, "--initial-only", "--hidden", "4");
        var spelled = _folder.File("spelled.safetensors");

        CliRun.Succeed(
            "train", _corpus, "--out", spelled, "--recipe", "regularized", "--subwords", "50", "--initial-only",
            "--hidden", "4", option, option == "--init" ? _model : vectors);

        var model = ElmanModel.Load(spelled);
        Assert.Equal(50 + 16, model.Shape.SubwordCount);
        Assert.Equal([0.5f, 1], RowOf(model, "Rome"));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_wrong_usage()
    {
        var vectors = _folder.Write("v.vec", "rome 0.5 1\n");

        CliRun.Misuse("train", _corpus, "--out", _model, "--freeze");
        var run = CliRun.Of("train", _corpus, "--out", _model, "--vectors", vectors, "--embedding", "5");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("have 2 values", run.Error, StringComparison.Ordinal);
        CliRun.Succeed("train", _corpus, "--out", _model, "--initial-only", "--hidden", "3");
        Assert.Contains(
            "--init", CliRun.Misuse("train", _corpus, "--out", _model, "--vectors", vectors, "--init", _model),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--subwords", "2147483647", "Subwords is 2147483647: it is 0 to 16777216")]
    [InlineData("--subwords", "-5", "Subwords is -5: it is 0 to 16777216")]
    [InlineData("--slot-replacement", "7", "SlotReplacement is 7: it is 0 to 1")]
    public void Options_are_looked_at_before_the_vectors_are_read(string option, string value, string expected) =>
        Assert.Contains(
            expected,
            CliRun.Misuse(
                "train", _corpus, "--out", _model, "--recipe", "regularized", "--vectors",
                _folder.Write("v.vec", "<html>"), option, value),
            StringComparison.Ordinal);

    [Fact]
    public void A_model_of_other_words_is_no_beginning()
    {
        CliRun.Succeed("train", _corpus, "--out", _model, "--initial-only", "--hidden", "3");
        var other = _folder.Write("other.txt", "Oslo B-x\nis O\nOslo B-x\nis O\n\nlima B-x\nlima B-x\n");

        Assert.Contains(
            "other.txt: the initial parameters are not of this corpus (expected word 1 \"Rome\", found \"Oslo\")",
            CliRun.Fail("train", other, "--out", _folder.File("o.safetensors"), "--init", _model),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_of_vectors_fails_before_training() =>
        Assert.Contains(
            "a web page",
            CliRun.Fail(
                "train", _corpus, "--out", _model, "--vectors", _folder.Write(
                    "v.vec", "<html><body>404</body></html>")),
            StringComparison.Ordinal);

    private static float[] RowOf(ElmanModel model, string word)
    {
        var size = model.Shape.EmbeddingSize;
        return model.ExportParameters().Embeddings.Slice(model.Vocabulary!.GetIndex(word) * size, size).ToArray();
    }
}
