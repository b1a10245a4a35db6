namespace FastElman.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("convert", "SOURCE", "TARGET", "--words", "--labels", "--vocabulary", "--dialect")]
    [InlineData("info", "MODEL", "--json")]
    [InlineData("tag", "MODEL", "FILE", "--ids", "--sentences", "--probabilities")]
    [InlineData("evaluate", "MODEL", "CORPUS", "--set")]
    [InlineData("score", "FILE")]
    [InlineData(
        "train", "CORPUS", "--out", "--recipe", "--hidden", "--embedding", "--window", "--epochs", "--learning-rate",
        "--seed", "--init", "--no-shuffle", "--sentences", "--save-npy", "--checkpoint", "--resume", "--json")]
    [InlineData(
        "patch", "MODEL", "--like", "WORD", "NEIGHBOUR[,NEIGHBOUR...]", "--words", "--out", "--evaluate", "--set",
        "--decoding", "--format", "--columns", "--encoding")]
    [InlineData("neighbours", "MODEL", "WORD")]
    [InlineData("demo")]
    public void Help_names_every_argument_and_option(string command, params string[] names)
    {
        var help = CliRun.Succeed(command, "--help");

        Assert.Contains($"fastelman {command}", help, StringComparison.Ordinal);
        Assert.All(names, name => Assert.Contains(name, help, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_lists_the_commands() =>
        Assert.All(
            ["convert", "info", "tag", "evaluate", "score", "train", "patch", "neighbours", "demo"],
            command => Assert.Contains($"\n  {command}", CliRun.Succeed("--help"), StringComparison.Ordinal));

    [Fact]
    public void The_version_is_told() => Assert.Matches(@"^\d+\.\d+\.\d+", CliRun.Succeed("--version"));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("tag")]
    [InlineData("info", "a", "b")]
    [InlineData("evaluate", "model", "corpus", "--set", "everything")]
    [InlineData("convert", "a", "b", "--dialect", "latin")]
    [InlineData("demo", "--loudly")]
    public void Wrong_usage_is_exit_code_2_and_one_line(params string[] arguments) => CliRun.Misuse(arguments);

    [Theory]
    [InlineData("frobnicate: there is no such", "frobnicate")]
    [InlineData("--hiden: there is no such", "train", "corpus", "--out", "m.safetensors", "--hiden")]
    [InlineData("tga: there is no such command, option or argument; did you mean tag?", "tga", "m")]
    [InlineData("; did you mean --hidden?", "train", "corpus", "--out", "m.safetensors", "--hiden=5")]
    [InlineData("; did you mean --probabilities?", "tag", "m", "--prob", "p.npy")]
    [InlineData("--set tets: it is one of test, valid, train; did you mean test?", "evaluate", "m", "c", "--set",
        "tets")]
    [InlineData("--sentencs: there is no such command, option or argument; did you mean --sentences?", "tag", "m",
        "--sentencs")]
    [InlineData("did you mean is13?", "convert", "a", "b", "--dialect", "is-13")]
    [InlineData("did you mean adam?", "search", "c", "--out", "s", "--trials", "1", "--optimizer", "Adam")]
    [InlineData("did you mean iob+transitions?", "tag", "m", "--decoding", "iob+transition")]
    [InlineData("CORPUS is missing", "evaluate", "model")]
    [InlineData("WORD is missing", "neighbours", "model")]
    [InlineData("-x: there is no such command, option or argument", "score", "-x")]
    [InlineData("-sentences: there is no such command, option or argument; did you mean --sentences?", "tag", "m",
        "-sentences")]
    [InlineData("MODEL is empty", "tag", "", "input.txt")]
    [InlineData("FILE is empty", "tag", "model", "")]
    [InlineData("CORPUS is empty", "evaluate", "model", "")]
    [InlineData("TARGET is empty", "convert", "model", "")]
    [InlineData("WORD is empty", "neighbours", "model", "a", "")]
    [InlineData("--out is empty", "train", "corpus", "--out", "")]
    [InlineData("--checkpoint is empty", "train", "corpus", "--out", "m.safetensors", "--checkpoint", "")]
    [InlineData("--probabilities is empty", "tag", "model", "--probabilities", "")]
    [InlineData("--encoding is empty", "tag", "model", "--encoding", "")]
    [InlineData("--columns is empty", "evaluate", "model", "corpus", "--columns", "")]
    [InlineData("--only is empty", "compare", "corpus", "--only", "")]
    public void What_is_wrong_with_the_arguments_is_named(string problem, params string[] arguments) =>
        Assert.Contains(problem, CliRun.Misuse(arguments), StringComparison.Ordinal);

    [Fact]
    public void A_file_whose_name_begins_with_one_dash_is_a_file()
    {
        var path = Path.Combine(Environment.CurrentDirectory, "-scores.txt");
        File.WriteAllText(path, "a O O\n");
        try
        {
            Assert.StartsWith("processed 1 tokens", CliRun.Succeed("score", "-scores.txt"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("demo", "--loudly")]
    [InlineData("info", "a", "b")]
    public void Where_nothing_is_near_nothing_is_suggested(params string[] arguments) =>
        Assert.DoesNotContain("did you mean", CliRun.Misuse(arguments), StringComparison.Ordinal);

    [Fact]
    public void A_failure_shows_its_stack_where_it_is_asked_for()
    {
        var plain = CliRun.Of("info", "none.safetensors");
        var withStack = CliRun.WithStack("info", "none.safetensors");

        Assert.Equal((1, 1), (plain.ExitCode, withStack.ExitCode));
        Assert.StartsWith(plain.Error, withStack.Error, StringComparison.Ordinal);
        Assert.Contains("   at FastElman.", withStack.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_command_it_is_wrong_usage() => CliRun.Misuse();

    [Fact]
    public void A_file_whose_name_begins_like_an_option_is_named_behind_two_dashes() =>
        Assert.Contains("--m", CliRun.Fail("info", "--", "--m"), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_begins_with_an_at_sign_is_a_name() =>
        Assert.Contains("@model.safetensors", CliRun.Fail("info", "@model.safetensors"), StringComparison.Ordinal);

    [Fact]
    public void A_line_feed_in_a_file_name_does_not_break_the_line() => CliRun.Fail("info", "a\nb.safetensors");
}
