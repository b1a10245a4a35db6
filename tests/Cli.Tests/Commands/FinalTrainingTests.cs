using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>train --final</c>: a last training on the training and validation sets together.</summary>
public sealed class FinalTrainingTests : IDisposable
{
    private static readonly string[] Small =
    [
        "--hidden", "16", "--embedding", "8", "--window", "3", "--learning-rate", "1", "--epochs", "12",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public FinalTrainingTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_summary_says_what_was_done()
    {
        var without = Run("--json");
        var best = JsonElement.Parse(without.Output).GetProperty("bestEpoch").GetInt32();
        Assert.InRange(best, 2, 12);

        var run = Run("--final");

        var model = ElmanModel.Load(_model);
        var test = CliRun.Succeed("evaluate", _model, _corpus).Split('\n')[1].Split("FB1:")[1].Trim();
        Assert.Equal(
            [
                $"{(12 * 5) + (best * 7)} updates, 12 whole epochs and {best} final ones",
                $"final training: {best} epochs on the 7 sentences of the training and validation sets: F1 {test} on "
                    + "the test set",
                FormattableString.Invariant(
                    $"temperature {model.Temperature}, from the validation set and the model of epoch {best}"),
                $"wrote {_model}",
            ],
            run.Output.TrimEnd('\n').Split('\n').Where((_, index) => index != 1));
        Assert.StartsWith($"best epoch {best}: F1 ", run.Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal(
            best, run.Error.Split('\n').Count(line => line.StartsWith("final epoch ", StringComparison.Ordinal)));
        Assert.StartsWith(without.Error.Split(", learning")[0], run.Error, StringComparison.Ordinal);
        Assert.Equal("corrected, final", model.Provenance.Recipe);
    }

    [Fact]
    public void Json_has_the_final_epochs_apart()
    {
        var plain = JsonElement.Parse(Run("--json").Output);
        var result = JsonElement.Parse(Run("--json", "--final").Output);

        Assert.False(plain.TryGetProperty("final", out _));
        Assert.Equal(plain.GetProperty("bestEpoch").GetInt32(), result.GetProperty("bestEpoch").GetInt32());
        Assert.Equal(
            plain.GetProperty("epochs").EnumerateArray().Count(),
            result.GetProperty("epochs").EnumerateArray().Count());
        var final = result.GetProperty("final");
        var epochs = final.GetProperty("epochs").EnumerateArray().ToArray();
        Assert.Equal(result.GetProperty("bestEpoch").GetInt32(), epochs.Length);
        Assert.All(epochs, epoch => Assert.Equal(JsonValueKind.Null, epoch.GetProperty("validationF1").ValueKind));
        Assert.Equal(epochs[^1].GetProperty("testF1").GetDouble(), final.GetProperty("testF1").GetDouble());
        Assert.Equal(ElmanModel.Load(_model).Temperature, final.GetProperty("temperature").GetSingle());
    }

    [Fact]
    public void A_finished_run_gets_its_final_training_later_and_the_same_file()
    {
        var (checkpoint, whole) = (_folder.File("run.checkpoint"), _folder.File("whole.safetensors"));
        CliRun.Succeed(["train", _corpus, "--out", whole, .. Small, "--final"]);
        Run("--checkpoint", checkpoint);

        var run = Run("--checkpoint", checkpoint, "--resume", "--final");

        Assert.StartsWith("resumed after 60 updates\nfinal epoch 1: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(_model));
        Assert.Contains(
            "is in its final training, and none is asked for",
            CliRun.Fail(["train", _corpus, "--out", _model, .. Small, "--checkpoint", checkpoint, "--resume"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_and_the_dump_are_of_the_final_model()
    {
        var (report, dump) = (_folder.File("report.html"), _folder.File("dump"));

        Run("--final", "--report", report, "--save-npy", dump);

        Assert.Contains("after a final training of ", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Equal(
            ElmanModel.Load(_model).ExportParameters().OutputBias.ToArray(),
            Interop.TheanoDump.Load(dump).ExportParameters().OutputBias.ToArray());
    }

    [Fact]
    public void A_corpus_without_a_validation_set_is_refused_at_once()
    {
        File.Delete(Path.Combine(_corpus, "valid.txt"));

        Assert.EndsWith(
            "corpus: a final training adds the validation set, and the corpus has none\n",
            CliRun.Fail("train", _corpus, "--out", _model, "--final"),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Theory]
    [InlineData("--sentences", "5")]
    [InlineData("--initial-only")]
    public void What_ends_before_it_could_begin_is_wrong_usage(params string[] options)
    {
        Assert.Contains(
            "give one",
            CliRun.Misuse(["train", _corpus, "--out", _model, "--final", .. options]),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Fact]
    public void Calibrating_its_model_on_the_validation_set_gets_a_remark()
    {
        Run("--final");
        Assert.Contains(
            "note: the model has learned from the validation set",
            CliRun.Of("calibrate", _model, _corpus, "--out", _folder.File("one.safetensors")).Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "has learned from",
            CliRun.Of("calibrate", _model, _corpus, "--set", "test", "--out", _folder.File("two.safetensors")).Error,
            StringComparison.Ordinal);
        Run();
        Assert.DoesNotContain(
            "has learned from", CliRun.Of("calibrate", _model, _corpus).Error, StringComparison.Ordinal);
    }

    private CliRun Run(params string[] options)
    {
        var run = CliRun.Of(["train", _corpus, "--out", _model, .. Small, .. options]);
        Assert.Equal(0, run.ExitCode);
        return run;
    }
}
