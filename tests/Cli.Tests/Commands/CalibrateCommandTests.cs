using System.Globalization;
using FastElman.Fixtures;
using FastElman.Training;

namespace FastElman.Cli.Tests.Commands;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _corpus;

    public CalibrateCommandTests()
    {
        _model = _folder.File("demo.safetensors");
        DemoModel.Load().Save(_model);
        _corpus = Directory.CreateDirectory(_folder.File("columns")).FullName;
        var requests = FlightRequests.Generate();
        Write("train", requests.Train);
        Write("valid", requests.Validation);
        Write("test", requests.Test);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_built_in_model_is_calibrated()
    {
        var calibrated = _folder.File("calibrated.safetensors");
        var run = CliRun.Of("calibrate", _model, _corpus, "--out", calibrated);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"wrote {calibrated}\n", run.Error, StringComparison.Ordinal);
        var (before, after) = (Figures(run.Output, line: 2), Figures(run.Output, line: 3));
        Assert.Equal(1, before.Temperature);
        Assert.Equal(ElmanModel.Load(calibrated).Temperature, (float)after.Temperature, 1e-4f);
        Assert.True(after.Likelihood < before.Likelihood, run.Output);
        Assert.Equal(DemoModel.Load().Fingerprint, ElmanModel.Load(_model).Fingerprint);
        Assert.NotEqual(DemoModel.Load().Fingerprint, ElmanModel.Load(calibrated).Fingerprint);
        foreach (var set in (string[])["valid", "test"])
        {
            Assert.Equal(
                CliRun.Succeed("evaluate", _model, _corpus, "--set", set),
                CliRun.Succeed("evaluate", calibrated, _corpus, "--set", set));
        }
    }

    [Fact]
    public void Without_a_target_the_model_is_calibrated_in_place()
    {
        Assert.Equal(0, CliRun.Of("calibrate", _model, _corpus).ExitCode);
        var calibrated = ElmanModel.Load(_model);
        Assert.NotEqual(1f, calibrated.Temperature);
        Assert.Equal(DemoModel.Load().Fingerprint, calibrated.WithTemperature(1f).Fingerprint);
    }

    [Fact]
    public void A_dump_has_no_place_for_a_temperature()
    {
        var dump = _folder.File("dump.npz");
        Assert.Equal(0, CliRun.Of("convert", _model, dump, "--drop-names").ExitCode);

        Assert.Contains("--out", CliRun.Misuse("calibrate", dump, _corpus), StringComparison.Ordinal);
        Assert.Contains(
            "--out", CliRun.Misuse("calibrate", _model, _corpus, "--out", dump), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_leaves_the_target_as_it_was()
    {
        var target = _folder.Write("target.safetensors", "as it was");
        File.Delete(Path.Combine(_corpus, "valid.txt"));

        Assert.Contains(
            "validation", CliRun.Fail("calibrate", _model, _corpus, "--out", target), StringComparison.Ordinal);
        Assert.Equal("as it was", File.ReadAllText(target));
    }

    [Fact]
    public void Evaluate_shows_what_confidence_is_worth_after_its_table()
    {
        var calibrated = _folder.File("calibrated.safetensors");
        DemoModel.Load().WithTemperature(0.5f).Save(calibrated);
        var table = CliRun.Succeed("evaluate", _model, _corpus);
        var output = CliRun.Succeed("evaluate", calibrated, _corpus, "--calibration");

        Assert.StartsWith(table + "\ncalibration of ", output, StringComparison.Ordinal);
        var rest = output[(table.Length + 1)..];
        Assert.Equal((1, 0.5), (Figures(rest, line: 2).Temperature, Figures(rest, line: 3).Temperature));
        var coverage = rest.Split("\n\n")[1].TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 6, coverage.Length);
        Assert.All(coverage, line => Assert.Equal(coverage[0].Length, line.Length));
        Assert.StartsWith("              0.00 ", coverage[1], StringComparison.Ordinal);
        var overall = ConllEvaluation.Evaluate(
            DemoModel.Load().Compile(), FlightRequests.Generate().ToCorpus()).Overall;
        Assert.EndsWith(
            string.Create(CultureInfo.InvariantCulture, $"  {overall.F1,7:F2}"), coverage[1], StringComparison.Ordinal);

        var plain = CliRun.Succeed("evaluate", _model, _corpus, "--calibration")[(table.Length + 1)..];
        Assert.Equal(1, Figures(plain, line: 2).Temperature);
        Assert.Equal(string.Empty, plain.Split('\n')[3]);
    }

    [Fact]
    public void The_reference_model_is_calibrated_on_the_validation_set_of_its_fold()
    {
        var fold = SharedData.PathOf("atis", "atis.fold1.pkl.gz");
        var dump = SharedData.PathOf("golden", "atis-trained-100", "params");
        var calibrated = _folder.File("atis.safetensors");
        Assert.Equal(0, CliRun.Of("calibrate", dump, fold, "--out", calibrated).ExitCode);

        var table = CliRun.Succeed("evaluate", dump, fold);
        var output = CliRun.Succeed("evaluate", calibrated, fold, "--calibration");
        Assert.StartsWith(table + "\n", output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(output[table.Length..]);
        var rest = output[(table.Length + 1)..];
        var (before, after) = (Figures(rest, line: 2), Figures(rest, line: 3));
        Assert.True(after.Likelihood < before.Likelihood, rest);
        Assert.True(after.TokenError < before.TokenError, rest);
        Assert.True(after.SlotError < before.SlotError, rest);
    }

    private static (double Temperature, double Likelihood, double TokenError, double SlotError) Figures(
        string output, int line)
    {
        double[] numbers =
        [
            .. output.Split('\n')[line].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
        ];
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private void Write(string name, IReadOnlyList<CorpusSentence> sentences) => File.WriteAllText(
        Path.Combine(_corpus, $"{name}.txt"),
        string.Concat(sentences.Select(sentence =>
            string.Concat(sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}\t{label}\n")) + "\n")));
}
