using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class PruneCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;
    private readonly string _pruned;

    public PruneCommandTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
        _pruned = _folder.File("pruned.safetensors");
        CliRun.Succeed(
            "train", _corpus, "--out", _model, "--hidden", "20", "--embedding", "8", "--window", "3", "--epochs", "8",
            "--decoding", "iob", "--tokenizer", "whitespace");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_pruned_with_f1_before_and_after()
    {
        var run = CliRun.Of("prune", _model, _corpus, "--out", _pruned, "--density", "0.25", "--epochs", "8");

        Assert.Equal(0, run.ExitCode);
        var (before, after) = (ElmanModel.Load(_model), ElmanModel.Load(_pruned));
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(
            $"before: F1 {F1(_model, "valid")} on the validation set, {F1(_model, "test")} on the test set", lines[0]);
        Assert.StartsWith(
            $"density 0.25: F1 {F1(_pruned, "valid")} on the validation set, {F1(_pruned, "test")} on the test set, in "
            + "epoch ",
            lines[1],
            StringComparison.Ordinal);
        Assert.Equal($"wrote {_pruned}", lines[2]);
        Assert.Equal(15 * 20, after.ExportParameters().RecurrentWeights.ToArray().Count(weight => weight == 0));
        Assert.Equal(
            (before.Shape, LabelDecoding.Iob, TokenizerKind.WhiteSpace),
            (after.Shape, after.Decoding, after.Tokenizer));
        Assert.Equal(before.Vocabulary, after.Vocabulary);
        Assert.Equal(before.Labels, after.Labels);
        Assert.Equal("corrected, pruned to density 0.25", after.Provenance.Recipe);
    }

    [Fact]
    public void The_same_call_writes_the_same_bytes()
    {
        var again = _folder.File("again.safetensors");
        foreach (var target in (string[])[_pruned, again])
        {
            Assert.Equal(0, CliRun.Of("prune", _model, _corpus, "--out", target, "--epochs", "4").ExitCode);
        }

        Assert.Equal(File.ReadAllBytes(_pruned), File.ReadAllBytes(again));
    }

    [Fact]
    public void A_temperature_stays_and_gets_a_remark()
    {
        ElmanModel.Load(_model).WithTemperature(1.25f).Save(_model);

        var run = CliRun.Of("prune", _model, _corpus, "--out", _pruned, "--epochs", "4");

        Assert.EndsWith(
            "note: the temperature 1.25 is that of the model before: calibrate fits it anew\n",
            run.Error,
            StringComparison.Ordinal);
        Assert.Equal(1.25f, ElmanModel.Load(_pruned).Temperature);
    }

    [Fact]
    public void A_target_that_is_the_model_or_cannot_be_written_is_refused_at_once()
    {
        var before = File.ReadAllBytes(_model);

        Assert.Contains(
            "this is the same file as MODEL",
            CliRun.Misuse("prune", _model, _corpus, "--out", _model),
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            CliRun.Fail("prune", _model, _corpus, "--out", _folder.File("nowhere/pruned.safetensors")),
            StringComparison.Ordinal);
        var link = _folder.File("link.safetensors");
        File.CreateSymbolicLink(link, _model);
        Assert.Contains(
            "this is the same file as MODEL",
            CliRun.Misuse("prune", link, _corpus, "--out", _model),
            StringComparison.Ordinal);
        CliRun.Misuse("prune", _model, _corpus, "--out", _folder.File("pruned.npz"));
        CliRun.Misuse("prune", _model, _corpus);

        Assert.Equal(before, File.ReadAllBytes(_model));
    }

    [Theory]
    [InlineData("0", "--density 0: it is above 0 and below 1")]
    [InlineData("1", "--density 1: it is above 0 and below 1")]
    [InlineData("1.5", "--density 1.5: it is above 0 and below 1")]
    [InlineData("NaN", "--density NaN")]
    [InlineData("0.99", "Density is 0.99: it prunes nothing, because it keeps all 20 rows of wh.\n")]
    public void A_density_that_prunes_nothing_is_wrong_usage(string density, string reason)
    {
        Assert.Contains(
            reason,
            CliRun.Misuse("prune", _model, _corpus, "--out", _pruned, "--density", density),
            StringComparison.Ordinal);

        Assert.False(File.Exists(_pruned));
    }

    [Fact]
    public void What_fails_leaves_the_target_as_it_was()
    {
        File.WriteAllText(_pruned, "as it was");
        File.Delete(Path.Combine(_corpus, "valid.txt"));

        Assert.Contains(
            "chosen by the validation set",
            CliRun.Fail("prune", _model, _corpus, "--out", _pruned),
            StringComparison.Ordinal);
        Assert.Equal("as it was", File.ReadAllText(_pruned));
    }

    [Fact]
    public void A_dump_without_names_takes_those_of_the_fold()
    {
        var fold = SharedData.PathOf("atis", "atis.fold1.pkl.gz");
        var dump = SharedData.PathOf("golden", "atis-trained-100", "params");

        var run = CliRun.Of("prune", dump, fold, "--out", _pruned, "--epochs", "1");

        Assert.Equal(0, run.ExitCode);
        var model = ElmanModel.Load(_pruned);
        Assert.Equal((572, 127), (model.Vocabulary!.Count, model.Labels!.Count));
        Assert.Equal("pruned to density 0.3", model.Provenance.Recipe);
    }

    private string F1(string model, string set) =>
        CliRun.Succeed("evaluate", model, _corpus, "--set", set).Split('\n')[1].Split("FB1:")[1].Trim();
}
