using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class ScoreCommandTests : IDisposable
{
    private const string Input = "a B-x B-x\nb I-x O\n\nc O O\n";
    private const string Table =
        "processed 3 tokens with 1 phrases; found: 1 phrases; correct: 0.\n"
        + "accuracy:  66.67%; 0 1 1 precision:   0.00%; recall:   0.00%; FB1:   0.00\n"
        + "                x:    0    1    1 precision:   0.00%; recall:   0.00%; FB1:   0.00  1\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Standard_input_is_scored() => Assert.Equal(Table, CliRun.SucceedWithInput(Input, "score"));

    [Fact]
    public void A_file_is_scored() => Assert.Equal(Table, CliRun.Succeed("score", _folder.Write("guesses.txt", Input)));

    [Theory]
    [InlineData("a O O\nb O\n", 1, "unexpected number of features: 2 (3)\n")]
    [InlineData("a\n", 255, "conlleval: unexpected number of features in line a\n")]
    public void What_the_script_refuses_is_refused_alike(string input, int exitCode, string message) =>
        Assert.Equal(new CliRun(exitCode, string.Empty, message), CliRun.WithInput(input, "score"));

    [Fact]
    public void A_missing_file_is_an_error() => CliRun.Fail("score", _folder.File("nowhere.txt"));
}
