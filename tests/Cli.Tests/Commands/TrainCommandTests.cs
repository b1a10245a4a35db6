using System.Net;
using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Theano;
using FastElman.Model;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private static readonly string[] Small = [
        "--hidden", "16", "--embedding", "8", "--window", "3", "--learning-rate", "1",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public TrainCommandTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tutorial")]
    [InlineData("corrected")]
    public void A_trained_model_tags_and_names_its_origin(string recipe)
    {
        var run = CliRun.Of(["train", _corpus, "--out", _model, "--recipe", recipe, "--epochs", "100", .. Small]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "F1 100.00 on the validation set, 100.00 on the test set\n", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("epoch 1: loss ", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            "to\tO\nrome\tB-to\nthe\tO\n", CliRun.SucceedWithInput("to rome the\n", "tag", _model, "--sentences"));
        var info = JsonElement.Parse(CliRun.Succeed("info", _model, "--json"));
        Assert.Equal(
            (recipe, "corpus, seed 345"),
            (info.GetProperty("recipe").GetString(), info.GetProperty("origin").GetString()));
        Assert.Equal(["corpus", "model.safetensors"], Entries());
    }

    [Fact]
    public void Json_has_every_epoch_and_the_best()
    {
        var run = CliRun.Of(["train", _corpus, "--out", _model, "--epochs", "3", "--json", "--seed", "7", .. Small]);

        var result = JsonElement.Parse(run.Output);
        Assert.Equal(_model, result.GetProperty("model").GetString());
        Assert.Equal(
            (7, 16, 8, 3, 15),
            (Number("seed"), Number("hidden"), Number("embedding"), Number("window"), Number("updates")));
        var epochs = result.GetProperty("epochs").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.GetProperty("epoch").GetInt32()));
        var best = epochs[Number("bestEpoch") - 1];
        Assert.True(best.GetProperty("best").GetBoolean());
        Assert.Equal(best.GetProperty("validationF1").GetDouble(), result.GetProperty("validationF1").GetDouble());

        int Number(string name) => result.GetProperty(name).GetInt32();
    }

    [Fact]
    public void The_same_command_gives_the_same_file()
    {
        var other = _folder.File("other.safetensors");
        Succeed("--epochs", "2");
        CliRun.Succeed(["train", _corpus, "--out", other, "--epochs", "2", .. Small]);

        Assert.Equal(File.ReadAllBytes(_model), File.ReadAllBytes(other));
        Succeed("--epochs", "2", "--seed", "1");
        Assert.NotEqual(File.ReadAllBytes(_model), File.ReadAllBytes(other));
    }

    [Fact]
    public void Training_goes_from_a_dump_to_a_dump()
    {
        var ids = _folder.Write("some.ids", "0 1 2\t3 1 2\n-1 5\t0 3\n4\t2\n");
        var (start, end) = (_folder.File("start"), _folder.File("end"));
        DumpWriter.Write(SampleModel.Parameters(), start, TheanoDialect.Rnnslu);

        CliRun.Succeed(
            "train",
            ids,
            "--out",
            _model,
            "--init",
            start,
            "--no-shuffle",
            "--sentences",
            "2",
            "--save-npy",
            end,
            "--hidden",
            "5",
            "--recipe",
            "tutorial");

        var expected = new ReferenceTrainer(SampleModel.Parameters());
        expected.Train([0, 1, 2], [3, 1, 2], 0.0970806646812754);
        expected.Train([-1, 5], [0, 3], 0.0970806646812754);
        var (dumped, saved) = (DumpReader.Read(end), ElmanModel.Load(_model).ExportParameters());
        Assert.All(TensorNames.Tutorial, tensor => Assert.Equal(saved[tensor].ToArray(), dumped[tensor].ToArray()));
        Assert.All(TensorNames.Tutorial, tensor => Near.Equal(
            expected.Network[tensor], saved[tensor].ToArray(), 1e-6, tensor.FileName()));
    }

    [Fact]
    public void The_first_updates_of_the_reference_run_are_met()
    {
        var golden = GoldenCase.Load("tiny-f32");
        var ids = _folder.Write(
            "tiny.ids",
            string.Concat(golden.Sentences.Select(sentence =>
                $"{string.Join(' ', sentence.Words)}\t{string.Join(' ', sentence.Labels)}\n")));

        CliRun.Succeed(
            "train", ids, "--out", _model, "--init", SharedData.PathOf("golden", "tiny-f32", "params_before"),
            "--no-shuffle", "--sentences", "100", "--learning-rate", "0.1", "--recipe", "tutorial");

        var parameters = ElmanModel.Load(_model).ExportParameters();
        var expected = golden.Tensors("params_after_100");
        Assert.All(TensorNames.Tutorial, tensor => Near.Equal(
            expected[(int)tensor],
            Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value),
            golden.Tolerance(1e-6, "params_after_100", tensor.FileName()),
            tensor.FileName()));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_file()
    {
        var (checkpoint, other) = (_folder.File("run.checkpoint"), _folder.File("other.safetensors"));
        Succeed("--epochs", "3");
        string[] command = ["train", _corpus, "--out", other, .. Small, "--epochs", "3", "--checkpoint", checkpoint];

        Assert.Contains(
            "no checkpoint yet",
            CliRun.Of([.. command, "--sentences", "8", "--resume"]).Error,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "resumed after 8 updates\n", CliRun.Of([.. command, "--resume"]).Error, StringComparison.Ordinal);

        Assert.Equal(File.ReadAllBytes(_model), File.ReadAllBytes(other));
    }

    [Fact]
    public void A_report_is_a_page_about_the_run()
    {
        var report = _folder.File("report.html");

        Succeed("--epochs", "2", "--report", report);

        var page = File.ReadAllText(report);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Time</dt>", page, StringComparison.Ordinal);
        Assert.Contains("2 of at most 2, 10 updates", page, StringComparison.Ordinal);
        Assert.Equal(["corpus", "model.safetensors", "report.html"], Entries());
    }

    [Fact]
    public void A_report_names_the_command_and_the_model()
    {
        var report = _folder.File("it's <b>.html");

        Succeed("--epochs", "2", "--report", report, "--seed=7");

        var page = WebUtility.HtmlDecode(
            File.ReadAllText(report).Replace("<span>", null, StringComparison.Ordinal)
                .Replace("</span>", null, StringComparison.Ordinal));
        Assert.Contains(
            $"fastelman train {_corpus} --out {_model} {string.Join(' ', Small)} --epochs 2 --report "
                + $"'{report.Replace("'", @"'\''", StringComparison.Ordinal)}' --seed 7",
            page,
            StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Contains(ElmanModel.Load(_model).Fingerprint, page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_a_resumed_run_has_all_epochs_and_no_time()
    {
        var (checkpoint, report) = (_folder.File("run.checkpoint"), _folder.File("report.html"));
        Succeed("--epochs", "1", "--checkpoint", checkpoint);

        CliRun.Of(
            [
                "train", _corpus, "--out", _model, .. Small, "--epochs", "3", "--checkpoint", checkpoint, "--resume",
                "--report", report,
            ]);

        var page = File.ReadAllText(report);
        Assert.Contains("3 of at most 3, 15 updates", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>Time</dt>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        var checkpoint = _folder.File("run.checkpoint");
        Succeed("--epochs", "1", "--checkpoint", checkpoint);

        Assert.Contains(
            "with another recipe", CliRun.Fail(
                [
                    "train", _corpus, "--out", _model, .. Small, "--recipe", "tutorial", "--checkpoint", checkpoint,
                    "--resume",
                ]), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_validation_set_the_last_epoch_is_taken()
    {
        File.Delete(Path.Combine(_corpus, "valid.txt"));

        Assert.Contains("no validation set", Succeed("--epochs", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_diverges_names_the_sentence()
    {
        var error = CliRun.Fail("train", _corpus, "--out", _model, "--hidden", "4", "--learning-rate", "3e38");

        Assert.Contains("training diverged in epoch 1", error, StringComparison.Ordinal);
        Assert.Contains("train.txt", error, StringComparison.Ordinal);
        Assert.Equal(["corpus"], Entries());
    }

    private string Succeed(params string[] options) =>
        CliRun.Succeed(["train", _corpus, "--out", _model, .. Small, .. options]);

    private IEnumerable<string> Entries() =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(
            path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
