using System.Globalization;
using FastElman.Cli.Training;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>compare</c>: several settings on one corpus, a row for each.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private const string Headings =
        "setting\tvalidation_f1\ttest_f1\tbest_epoch\ttraining_s\tmodel_kb\tus_per_sentence";

    private static readonly string[] Small =
        ["--hidden", "8", "--embedding", "6", "--window", "3", "--epochs", "3", "--seed", "7"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;

    public CompareCommandTests() => _corpus = SmallCorpus.WriteIn(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_setting_has_a_row_with_what_it_costs_and_gives()
    {
        var run = CliRun.Of(["compare", _corpus, .. Small]);

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(Headings, lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split('\t'))];
        Assert.Equal(
            [
                "--recipe tutorial", "the defaults", "--decoding iob", "--decoding iob --final",
                "--decoding iob+transitions", "--network bidirectional --decoding iob",
                "--optimizer adam --decoding iob",
            ],
            rows.Select(row => row[0]));
        Assert.All(rows, row =>
        {
            double[] figures =
                [.. row.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.InRange(figures[0], 0, 100);
            Assert.InRange(figures[1], 0, 100);
            Assert.InRange(figures[2], 1, 3);
            Assert.InRange(figures[4], 1, 100);
            Assert.InRange(figures[5], 0.1, 10_000);
        });
        Assert.Equal(rows.Length, run.Error.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("--recipe tutorial: valid F1 ", run.Error, StringComparison.Ordinal);
        Assert.Equal([_corpus], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--recipe tutorial")]
    [InlineData("the defaults")]
    [InlineData("--network bidirectional --decoding iob")]
    [InlineData("--decoding iob --final")]
    [InlineData("--optimizer adam --decoding iob")]
    public void A_row_is_what_train_gives_with_the_options_of_its_name(string setting)
    {
        var model = _folder.File("model.safetensors");
        var options = setting == "the defaults" ? [] : setting.Split(' ');
        CliRun.Succeed(["train", _corpus, "--out", model, .. Small, .. options]);
        var test = CliRun.Succeed("evaluate", model, _corpus).Split('\n')[1].Split("FB1:")[1].Trim();

        var cells = Row(setting, CliRun.Of(["compare", _corpus, .. Small, "--only", setting]).Output);

        Assert.Equal(
            (test, Math.Round(new FileInfo(model).Length / 1000.0).ToString(CultureInfo.InvariantCulture)),
            (cells[2], cells[5]));
    }

    [Fact]
    public void Part_of_a_name_chooses_settings_and_a_wrong_one_lists_them()
    {
        var table = CliRun.Of(["compare", _corpus, .. Small, "--only", "Transitions"]).Output;

        Assert.Equal(2, table.TrimEnd('\n').Split('\n').Length);
        Assert.Contains(
            "--only sgd: no setting has this; there are --recipe tutorial, the defaults, ",
            CliRun.Misuse("compare", _corpus, "--only", "sgd"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_diverged_has_a_row_without_figures()
    {
        var diverged = new ComparedModel(ComparedSetting.All[0], Model: null, null, null, null, 1.5);

        Assert.Equal("--recipe tutorial\t-\t-\t-\t1.5\t-\t-", diverged.Row(null));
        Assert.Equal("--recipe tutorial: diverged", $"{diverged}");
    }

    [Fact]
    public void Without_a_test_set_the_column_is_empty()
    {
        File.Delete(Path.Combine(_corpus, "test.txt"));

        var cells = Row("--decoding iob", CliRun.Of(["compare", _corpus, .. Small, "--only", "iob"]).Output);

        Assert.Equal("-", cells[2]);
        Assert.NotEqual("-", cells[6]);
    }

    [Fact]
    public void What_no_setting_can_train_on_is_refused_before_the_first()
    {
        CliRun.Misuse("compare", _corpus, "--window", "4");
        CliRun.Misuse("compare", _corpus, "--hidden", "0");
        File.Delete(Path.Combine(_corpus, "valid.txt"));
        Assert.Contains(
            "settings are compared by the validation set, and the corpus has none",
            CliRun.Fail(["compare", _corpus, .. Small]),
            StringComparison.Ordinal);
    }

    /// <summary>More labels than can be decoded together, as some settings do, and the first does not.</summary>
    [Fact]
    public void What_one_setting_cannot_train_on_is_refused_before_the_first()
    {
        var lines = Enumerable.Range(0, 16_400).Select(i => $"a B-{i}\n\n");
        File.WriteAllText(Path.Combine(_corpus, "train.txt"), string.Concat(lines));
        var run = CliRun.Of(
            "compare", _corpus, "--hidden", "1", "--embedding", "1", "--window", "1", "--epochs", "1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("too many labels to be decoded together", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("F1", run.Error, StringComparison.Ordinal);
    }

    private static string[] Row(string setting, string table) =>
        table.Split('\n').Select(line => line.Split('\t')).Single(cells => cells[0] == setting);
}
