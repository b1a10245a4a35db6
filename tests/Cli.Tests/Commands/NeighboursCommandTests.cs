using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Theano;

namespace FastElman.Cli.Tests.Commands;

public sealed class NeighboursCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public NeighboursCommandTests()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 1, 4, 2, 1));
        float[] embeddings = [1, 0, 0, 2, 3, 3, -1, 0, 9, 9];
        embeddings.CopyTo(parameters.Embeddings);
        _model = _folder.File("model.safetensors");
        ElmanModel.Create(parameters, new Vocabulary(["<UNK>", "oslo", "DIGITDIGIT", "rome"])).Save(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_a_word_and_the_nearest_first() => Assert.Equal(
        """
        oslo             rome
        DIGITDIGIT 0.71  oslo 0.00
        <UNK> 0.00       DIGITDIGIT -0.71
        rome 0.00        <UNK> -1.00

        """,
        CliRun.Succeed("neighbours", _model, "oslo", "rome"));

    [Fact]
    public void A_word_is_looked_up_as_the_tagger_does() =>
        Assert.StartsWith(
            "DIGITDIGIT  <UNK>\n", CliRun.Succeed("neighbours", _model, "42", "<UNK>"), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_word_is_named() =>
        Assert.Contains("\"paris\"", CliRun.Fail("neighbours", _model, "oslo", "paris"), StringComparison.Ordinal);

    [Fact]
    public void Without_a_word_it_is_wrong_usage() => CliRun.Misuse("neighbours", _model);

    [Fact]
    public void A_model_without_words_has_none()
    {
        var dump = _folder.File("dump");
        DumpWriter.Write(SampleModel.Parameters(), dump, TheanoDialect.Rnnslu);

        Assert.Contains("--vocabulary", CliRun.Fail("neighbours", dump, "oslo"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_ten_are_shown() =>
        Assert.Equal(
            11,
            CliRun.Succeed("neighbours", DemoModelFile(), "lisbon").Split(
                '\n', StringSplitOptions.RemoveEmptyEntries).Length);

    private string DemoModelFile()
    {
        var path = _folder.File("demo.safetensors");
        DemoModel.Load().Save(path);
        return path;
    }
}
