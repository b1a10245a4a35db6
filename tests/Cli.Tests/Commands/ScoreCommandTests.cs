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

    [Theory]
    [InlineData(@"\t")]
    [InlineData("\t")]
    [InlineData(@"\s+")]
    public void Tabs_are_read_where_they_are_named(string delimiter) =>
        Assert.Equal(
            Table,
            CliRun.SucceedWithInput(Input.Replace(' ', '\t'), "score", "-d", delimiter));

    [Fact]
    public void Raw_labels_are_slots_of_one_word() =>
        Assert.Equal(
            "processed 3 tokens with 2 phrases; found: 1 phrases; correct: 1.\n"
                + "accuracy:  66.67%; 1 2 1 precision: 100.00%; recall:  50.00%; FB1:  66.67\n"
                + "                x:    1    2    1 precision: 100.00%; recall:  50.00%; FB1:  66.67  1\n",
            CliRun.SucceedWithInput("a x x\nb x -\nc - -\n", "score", "-r", "-o", "-"));

    [Fact]
    public void Rows_of_a_latex_table_are_printed() =>
        Assert.Equal(
            "        & Precision &  Recall  & F$_{\\beta=1} \\\\\\hline\n"
                + "x       &    0.00\\% &   0.00\\% &   0.00 \\\\\\hline\n"
                + "Overall &    0.00\\% &   0.00\\% &   0.00 \\\\\\hline\n",
            CliRun.SucceedWithInput(Input, "score", "-l"));

    [Fact]
    public void Tabs_that_were_not_named_are_remarked()
    {
        var run = CliRun.WithInput("a\tO\tO\n", "score");

        Assert.Equal((255, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal(
            "conlleval: unexpected number of features in line a\tO\tO\n"
                + "note: tabs seem to divide the fields: give -d '\\t'\n",
            run.Error);
    }

    [Fact]
    public void A_delimiter_that_is_no_regular_expression_is_wrong_usage() => CliRun.Misuse("score", "-d", "(");

    [Fact]
    public void A_missing_file_is_an_error() => CliRun.Fail("score", _folder.File("nowhere.txt"));
}
