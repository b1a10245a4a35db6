using FastElman.Cli.Tests.Terminal;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests;

/// <summary>The command on terminals of usual widths: no line is broken by the terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const char Escape = '\u001b';

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Training_has_no_broken_lines(int width)
    {
        var run = CliRun.OnTerminal(
            width, hasColours: true, "train", SmallCorpus.WriteIn(_folder), "--epochs", "12", "--out",
            _folder.File("m.safetensors"));

        Assert.Equal(0, run.ExitCode);
        AssertFits(run.Output.Replace(_folder.Path, string.Empty, StringComparison.Ordinal), width);
        AssertFits(run.Error, width);
        var lines = TerminalScreen.Of(run.Error, width);
        Assert.Equal(13, lines.Length);
        Assert.All(lines[..12], line => Assert.StartsWith("epoch ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Searching_has_no_broken_lines_and_an_aligned_table(int width)
    {
        var run = CliRun.OnTerminal(
            width, hasColours: true, "search", SmallCorpus.WriteIn(_folder), "--trials", "3", "--epochs", "2", "--out",
            _folder.File("search"));

        Assert.Equal(0, run.ExitCode);
        AssertFits(run.Output, width);
        AssertFits(run.Error.Replace(_folder.Path, string.Empty, StringComparison.Ordinal), width);
        Assert.DoesNotContain("\t", run.Output, StringComparison.Ordinal);
        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var seed = rows[^4].IndexOf("seed", StringComparison.Ordinal);
        Assert.True(seed > 0);
        Assert.All(rows[^3..], row => Assert.Matches("^[0-9]+$", row[seed..]));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void The_demo_has_no_broken_lines(int width)
    {
        var run = CliRun.OnTerminal(width, hasColours: false, "demo");

        Assert.Equal(0, run.ExitCode);
        AssertFits(run.Output, width);
        AssertFits(run.Error, width);
    }

    [Fact]
    public void Messages_are_folded_on_a_terminal_and_one_line_in_a_pipe()
    {
        const string Name = "an absent file in a folder with a name of many words that does not fit.safetensors";
        string[] arguments = ["tag", _folder.File(Name)];

        var onTerminal = CliRun.OnTerminal(80, hasColours: false, arguments);
        var inPipe = CliRun.Of(arguments);

        AssertFits(onTerminal.Error, 80);
        Assert.Equal(
            inPipe.Error.TrimEnd('\n'),
            string.Join(' ', onTerminal.Error.TrimEnd('\n').Split('\n').Select(line => line.Trim())));
        Assert.Equal(inPipe.Error.Length - 1, inPipe.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slots_have_colours_where_the_terminal_has(bool hasColours)
    {
        var (model, text) = (_folder.File("m.safetensors"), _folder.Write("text", "fly from cape town to lisbon\n"));
        DemoModel.Load().Save(model);

        var output = CliRun.OnTerminal(80, hasColours, "tag", model, "--sentences", text).Output;

        Assert.Equal(hasColours, output.Contains(Escape, StringComparison.Ordinal));
        var lines = output.Split('\n');
        Assert.Equal("from\tO", lines[1]);
        Assert.Equal(hasColours ? "cape\t\u001b[1;32mB-from.city\u001b[0m" : "cape\tB-from.city", lines[2]);
        Assert.Equal(hasColours ? "lisbon\t\u001b[1;34mB-to.city\u001b[0m" : "lisbon\tB-to.city", lines[5]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_demo_colours_words_and_labels_where_the_terminal_has_colours(bool hasColours)
    {
        var output = CliRun.OnTerminal(100, hasColours, "demo").Output;

        Assert.Equal(hasColours, output.Contains(Escape, StringComparison.Ordinal));
        Assert.Equal(hasColours, output.Contains("\u001b[1;32mcape\u001b[0m", StringComparison.Ordinal));
    }

    private static void AssertFits(string written, int width) => Assert.All(
        written.Split('\n', '\r'), line => Assert.True(line.Length <= width, $"{line.Length} columns: {line}"));
}
