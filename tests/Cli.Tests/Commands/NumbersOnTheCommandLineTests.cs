using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class NumbersOnTheCommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--learning-rate", "0,5", "0,5 is no number here; write 0.5")]
    [InlineData("--learning-rate", "0,05", "0,05 is no number here; write 0.05")]
    [InlineData("--label-smoothing", "0,1", "0,1 is no number here; write 0.1")]
    [InlineData("--learning-rate", "1.000,5", "1.000,5 is no number here; write 1000.5")]
    [InlineData("--learning-rate", "1,000.5", "1,000.5 is no number here; write 1000.5")]
    [InlineData("--learning-rate", "fast", "'fast' is no number\n")]
    [InlineData("--epochs", "1,000", "1,000 is no whole number here; write 1000")]
    [InlineData("--hidden", "2.5", "'2.5' is no whole number\n")]
    [InlineData("--seed", "-1", "'-1' is no whole number\n")]
    [InlineData("--sentences", "ten", "'ten' is no whole number\n")]
    public void A_number_has_a_decimal_point_and_no_groups(string option, string value, string message) =>
        Assert.Contains(
            message,
            CliRun.Misuse("train", "corpus", "--out", _folder.File("m.safetensors"), option, value)
                .Replace(" (fastelman --help lists the commands)", string.Empty, StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("0.05")]
    [InlineData("5e-2")]
    [InlineData(".05")]
    public void A_learning_rate_is_read_as_it_is_written(string rate)
    {
        var run = CliRun.Of(
            "train", SmallCorpus.WriteIn(_folder), "--out", _folder.File("m.safetensors"), "--epochs", "1",
            "--hidden", "5", "--learning-rate", rate);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("learning rate 0.05,", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trials")]
    [InlineData("--jobs")]
    [InlineData("--epochs")]
    public void The_search_reads_numbers_alike(string option)
    {
        string[] trials = option == "--trials" ? [] : ["--trials", "1"];

        Assert.Contains(
            "1,0 is no whole number here; write 10",
            CliRun.Misuse(["search", "corpus", "--out", _folder.File("s"), .. trials, option, "1,0"]),
            StringComparison.Ordinal);
    }
}
