using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class PlainTextRemarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public PlainTextRemarkTests() => _model = SampleModel.SaveIn(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flights to oslo .\n", "\"flights to oslo .\" is one row with 4 columns")]
    [InlineData("flights to oslo\nfrom oslo\n", "\"flights to oslo\" is one row with 3 columns")]
    [InlineData("flights to oslo", "did you mean --sentences?")]
    [InlineData("to\noslo\n\nflights to \u001b[31m oslo\n\n", "\"flights to \uFFFD[31m oslo\"")]
    public void Plain_text_is_remarked(string input, string remark)
    {
        var run = CliRun.WithInput(input, "tag", _model);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("note: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(remark, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_remarked_once()
    {
        var run = CliRun.WithInput("to oslo\n\nfrom oslo\n\nto oslo\n", "tag", _model);

        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("flights\nto\noslo\n")]
    [InlineData("flights O\n\nto NN O\noslo NNP B-city\n")]
    [InlineData("flights NNS\nto TO\noslo NNP\n")]
    [InlineData("oslo\tNNP\n")]
    [InlineData("-DOCSTART- -X- O O\n\noslo NNP B-NP B-LOC\n")]
    [InlineData("")]
    public void Columns_are_not(string input) =>
        Assert.Equal(string.Empty, CliRun.WithInput(input, "tag", _model).Error);

    [Fact]
    public void Nor_is_text_that_is_read_as_such() =>
        Assert.Equal(string.Empty, CliRun.WithInput("flights to oslo", "tag", _model, "--sentences").Error);
}
