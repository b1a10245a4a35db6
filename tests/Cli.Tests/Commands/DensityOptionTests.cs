using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>--density</c> of <c>train</c> and <c>search</c>.</summary>
public sealed class DensityOptionTests : IDisposable
{
    private static readonly string[] Small =
        ["--hidden", "20", "--embedding", "8", "--window", "3", "--learning-rate", "1", "--epochs", "8"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public DensityOptionTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_model_has_plain_tensors_with_zeros()
    {
        var report = _folder.File("report.html");
        var result = JsonElement.Parse(Run("--density", "0.3", "--json", "--report", report).Output);

        Assert.Equal(0.3, result.GetProperty("density").GetDouble());
        Assert.InRange(result.GetProperty("bestEpoch").GetInt32(), 5, 8);
        var model = ElmanModel.Load(_model);
        Assert.Equal("corrected, density 0.3", model.Provenance.Recipe);
        Assert.Equal(14 * 20, model.ExportParameters().RecurrentWeights.ToArray().Count(weight => weight == 0));
        Assert.Contains(
            "0.3 of the recurrent weights, in three steps: the best epoch is one after the last step, epoch 5 at the "
            + "earliest",
            File.ReadAllText(report),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_density_of_1_gives_the_bytes_of_a_run_without_it()
    {
        var dense = _folder.File("dense.safetensors");
        CliRun.Succeed(["train", _corpus, "--out", dense, .. Small]);

        Run("--density", "1");

        Assert.Equal(File.ReadAllBytes(dense), File.ReadAllBytes(_model));
    }

    [Fact]
    public void A_run_of_another_density_is_not_resumed()
    {
        var checkpoint = _folder.File("run.checkpoint");
        Run("--density", "0.3", "--checkpoint", checkpoint);

        Assert.Contains(
            "the checkpoint is of another run, with another density (expected 0.5 in steps after 1, 2 and 4 epochs, "
            + "found 0.3 in steps after 1, 2 and 4 epochs)",
            CliRun.Fail(
                ["train", _corpus, "--out", _model, .. Small, "--density", "0.5", "--checkpoint", checkpoint,
                "--resume"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_draws_networks_of_that_density()
    {
        var found = _folder.File("found");
        Assert.Equal(
            0,
            CliRun.Of("search", _corpus, "--trials", "1", "--out", found, "--epochs", "2", "--density", "0.25")
                .ExitCode);

        var model = ElmanModel.Load(Path.Combine(found, "best.safetensors"));
        var weights = model.ExportParameters().RecurrentWeights.ToArray();
        Assert.Equal(0.25, weights.Count(weight => weight != 0) / (double)weights.Length, 0.01);
        Assert.Contains(
            "--density 2",
            CliRun.Misuse("search", _corpus, "--trials", "1", "--out", found, "--density", "2"),
            StringComparison.Ordinal);
    }

    private CliRun Run(params string[] options)
    {
        var run = CliRun.Of(["train", _corpus, "--out", _model, .. Small, .. options]);
        Assert.Equal(0, run.ExitCode);
        return run;
    }
}
