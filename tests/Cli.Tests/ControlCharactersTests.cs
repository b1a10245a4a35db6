using System.Text;
using FastElman.Cli.Terminal;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests;

/// <summary>Text out of files must not steer a terminal.</summary>
public sealed class ControlCharactersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain ä 漢 \U0001F600", "plain ä 漢 \U0001F600")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\nb\tc\u0085\u009b\u007f", "a\\u000ab\\u0009c\\u0085\\u009b\\u007f")]
    [InlineData("\u202Eback\u2066", "\\u202eback\\u2066")]
    [InlineData("a\u200Fb\u061Cc\uFEFF\u200B", "a\\u200fb\\u061cc\\ufeff\\u200b")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    public void Control_characters_are_shown(string text, string shown) =>
        Assert.Equal(shown, ShownText.Escape(text));

    [Theory]
    [InlineData("info")]
    [InlineData("tag")]
    [InlineData("neighbours")]
    [InlineData("evaluate")]
    [InlineData("evaluate-remarks")]
    public void A_hostile_model_is_shown_and_not_obeyed(string command)
    {
        string[] words = ["<UNK>", "a\u001b[2J", "flights", "from", "oslo", "b\nc"];
        var path = _folder.File("hostile.safetensors");
        ElmanModel.Create(
            SampleModel.Parameters(),
            new Vocabulary(words),
            new LabelSet(["B-\u001b[31mcity", "B-x\ty", "I-\u202Ez", "O\nO"]),
            new ModelProvenance("r\u001b[31m", "o\u0007\nline")).Save(path);

        var run = command switch
        {
            "info" => CliRun.Of("info", path),
            "tag" => CliRun.WithInput("oslo\nflights\nfrom\n", "tag", path),
            "evaluate" => CliRun.WithInput(
                "oslo B-\u001b[31mcity\nflights O\nfrom B-x\u0007\u202Ey\n", "evaluate", path, "-"),
            "evaluate-remarks" => CliRun.WithInput("oslo B-\u001b[31mcity\nfrom \u001b[2J\n", "evaluate", path, "-"),
            _ => CliRun.Of("neighbours", path, "oslo"),
        };

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(run.Error, character => char.IsControl(character) && character is not '\n');
        Assert.DoesNotContain(run.Output, character => char.IsControl(character) && character is not ('\n' or '\t'));
        Assert.DoesNotContain("\u202E", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\\u(00|20)", run.Output);
    }

    [Fact]
    public void A_label_keeps_its_line_in_the_table()
    {
        var path = _folder.File("lines.safetensors");
        ElmanModel.Create(
            SampleModel.Parameters(),
            new Vocabulary(SampleModel.Words),
            new LabelSet(["B-x\ny", "I-x\ny", "B-x\tz", "O"])).Save(path);
        var output = CliRun.WithInput("oslo B-a\nfrom B-b\nto O\nflights O\n", "evaluate", path, "-").Output;

        Assert.All(
            output.Split('\n')[2..^1], line => Assert.Matches(@"^ *\S+: .* precision: .*FB1: +[0-9.]+  [0-9]+$", line));
    }

    [Fact]
    public void On_a_terminal_words_of_the_input_are_shown_as_well()
    {
        using var output = new MemoryStream();
        var input = new MemoryStream(Encoding.UTF8.GetBytes("o\u001b[31mslo\n"));
        var streams = new StandardStreams(input, output, Stream.Null, outputIsTerminal: true);

        Assert.Equal(0, CommandLine.Run(["tag", SampleModel.SaveIn(_folder)], streams));
        Assert.StartsWith("o\\u001b[31mslo\t", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }
}
