using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary>What the commands do with other networks than the tutorial's.</summary>
public sealed class OtherNetworksTests : IDisposable
{
    /// <summary>Whether a city is one word or two, only the next word tells.</summary>
    private const string Train =
        "from O\noslo B-from\nto O\nnew B-to\nyork I-to\n\nto O\noslo B-to\n\nfrom O\nnew B-from\nyork I-from\n\nthe "
            + "O\nnew O\n\nfrom O\nthe O\n";
    private static readonly string[] Small = ["--hidden", "16", "--embedding", "8", "--window", "3", "--epochs", "30"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public OtherNetworksTests()
    {
        _corpus = Directory.CreateDirectory(_folder.File("corpus")).FullName;
        _model = _folder.File("model.safetensors");
        foreach (var set in (string[])["train", "valid", "test"])
        {
            File.WriteAllText(
                Path.Combine(_corpus, $"{set}.txt"),
                set == "train" ? string.Concat(Enumerable.Repeat(Train + "\n", 20)) : Train);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jordan", "sigmoid", "argmax", "0.8")]
    [InlineData("bidirectional", "sigmoid", "argmax", "0.5")]
    [InlineData("elman", "tanh", "iob", "0.2")]
    [InlineData("elman", "relu", "argmax", "0.1")]
    [InlineData("elman", "sigmoid", "transitions", "0.8")]
    [InlineData("bidirectional", "tanh", "iob+transitions", "0.2")]
    public void A_network_is_trained_kept_described_and_used(
        string network, string activation, string decoding, string learningRate)
    {
        var trained = CliRun.Of(
            [
                "train", _corpus, "--out", _model, "--network", network, "--activation", activation, "--decoding",
                decoding, "--learning-rate", learningRate, .. Small,
            ]);

        Assert.Equal(0, trained.ExitCode);
        Assert.Contains(
            "F1 100.00 on the validation set, 100.00 on the test set\n", trained.Output, StringComparison.Ordinal);
        var info = JsonElement.Parse(CliRun.Succeed("info", _model, "--json"));
        Assert.Equal((network, activation, decoding), (Text("network"), Text("activation"), Text("decoding")));
        Assert.Equal(network != "bidirectional" && decoding == "argmax", info.GetProperty("canStream").GetBoolean());
        Assert.Contains(
            "FB1: 100.00", CliRun.Succeed("evaluate", _model, _corpus).Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal(
            "to\tO\nnew\tB-to\nyork\tI-to\n", CliRun.SucceedWithInput("to new york\n", "tag", _model, "--sentences"));

        string? Text(string key) => info.GetProperty(key).GetString();
    }

    [Fact]
    public void A_run_is_resumed_only_from_its_own_checkpoint()
    {
        var checkpoint = _folder.File("run.checkpoint");
        string[] options = [
            "--network", "bidirectional", "--decoding", "transitions", "--hidden", "6", "--embedding", "4", "--window",
            "3",
        ];
        CliRun.Succeed(["train", _corpus, "--out", _model, "--epochs", "3", .. options]);
        var whole = File.ReadAllBytes(_model);
        CliRun.Succeed(
            [
                "train", _corpus, "--out", _model, "--epochs", "3", "--sentences", "7", "--checkpoint", checkpoint,
                .. options,
            ]);
        CliRun.Succeed(
            ["train", _corpus, "--out", _model, "--epochs", "3", "--checkpoint", checkpoint, "--resume", .. options]);

        Assert.Equal(whole, File.ReadAllBytes(_model));
        var refused = CliRun.Of(
            [
                "train", _corpus, "--out", _model, "--epochs", "3", "--checkpoint", checkpoint, "--resume", .. options,
                "--activation", "tanh",
            ]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("another network", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_model_can_be_asked_for_sound_sequences()
    {
        // Labels that no training would give: I-city is always the best, and never sound.
        var parameters = new ElmanParameters(SampleModel.Shape);
        SampleModel.Parameters().OutputWeights.CopyTo(parameters.OutputWeights);
        parameters.OutputBias[2] = 100;
        ElmanModel.Create(parameters, new Vocabulary(SampleModel.Words), new LabelSet(SampleModel.Labels)).Save(_model);

        Assert.Equal("oslo\tI-city\nto\tI-city\n", CliRun.SucceedWithInput("oslo to\n", "tag", _model, "--sentences"));
        Assert.Equal(
            "oslo\tB-city\nto\tI-city\n",
            CliRun.SucceedWithInput("oslo to\n", "tag", _model, "--sentences", "--decoding", "iob"));
    }

    [Fact]
    public void Scores_that_were_not_learned_cannot_be_asked_for()
    {
        var run = CliRun.Of("tag", SampleModel.SaveIn(_folder), "--decoding", "transitions");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("transitions", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_dump_that_cannot_hold_the_network_is_refused_first()
    {
        var error = CliRun.Fail(
            "train", _corpus, "--out", _model, "--network", "bidirectional", "--save-npy", _folder.File("dump"));

        Assert.Contains("bidirectional", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Fact]
    public void A_network_without_a_dump_is_refused_without_advice_that_would_not_help()
    {
        CliRun.Succeed(
            ["train", _corpus, "--out", _model, "--network", "bidirectional", "--initial-only", .. Small[..6]]);

        var message = CliRun.Fail("convert", _model, _folder.File("dump.npz"));

        Assert.Contains("elman or jordan", message, StringComparison.Ordinal);
        Assert.DoesNotContain("--drop-names", message, StringComparison.Ordinal);
        Assert.Equal(message, CliRun.Fail("convert", _model, _folder.File("dump.npz"), "--drop-names"));
    }

    [Fact]
    public void The_report_of_a_run_says_which_network_it_was()
    {
        var report = _folder.File("report.html");
        CliRun.Succeed(
            [
                "train", _corpus, "--out", _model, "--network", "jordan", "--activation", "tanh", "--hidden", "6",
                "--epochs", "1", "--report", report,
            ]);

        Assert.Contains("; jordan, tanh, decoded by argmax", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_there_is_not_is_wrong_usage()
    {
        foreach (var option in (string[])["--network", "--activation", "--decoding"])
        {
            Assert.Equal(2, CliRun.Of("train", _corpus, "--out", _model, option, "lstm").ExitCode);
        }
    }

    [Fact]
    public void A_model_to_start_from_brings_its_network()
    {
        string[] small = ["--hidden", "6", "--embedding", "4", "--window", "3", "--epochs", "1"];
        CliRun.Succeed(["train", _corpus, "--out", _model, "--network", "jordan", .. small]);
        var next = _folder.File("next.safetensors");
        CliRun.Succeed("train", _corpus, "--out", next, "--init", _model, "--epochs", "1");

        Assert.Equal(
            "jordan", JsonElement.Parse(CliRun.Succeed("info", next, "--json")).GetProperty("network").GetString());
        Assert.Equal(2, CliRun.Of("train", _corpus, "--out", next, "--init", _model, "--network", "elman").ExitCode);
    }

    [Fact]
    public void A_model_to_start_from_brings_its_decoding()
    {
        string[] small = ["--hidden", "6", "--embedding", "4", "--window", "3", "--epochs", "1"];
        CliRun.Succeed(["train", _corpus, "--out", _model, "--decoding", "iob", .. small]);
        var next = _folder.File("next.safetensors");
        CliRun.Succeed("train", _corpus, "--out", next, "--init", _model, "--epochs", "1");

        Assert.Equal(
            "iob", JsonElement.Parse(CliRun.Succeed("info", next, "--json")).GetProperty("decoding").GetString());
        var refused = CliRun.Of("train", _corpus, "--out", next, "--init", _model, "--decoding", "argmax");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "--decoding argmax: the parameters of --init have iob", refused.Error, StringComparison.Ordinal);
    }
}
