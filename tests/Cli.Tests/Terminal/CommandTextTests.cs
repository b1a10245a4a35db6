using System.Diagnostics;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tests.Terminal;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("fastelman train a.pkl.gz --out /b.safetensors", "train", "a.pkl.gz", "--out", "/b.safetensors")]
    [InlineData("fastelman train 'my corpus' ''", "train", "my corpus", "")]
    [InlineData(@"fastelman 'it'\''s' '$HOME' '~'", "it's", "$HOME", "~")]
    [InlineData("fastelman 'Zürich'", "Zürich")]
    public void Arguments_are_quoted_where_a_shell_would_change_them(string text, params string[] arguments) =>
        Assert.Equal(text, CommandText.Of(arguments));

    [Fact]
    public void A_shell_reads_the_same_arguments()
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        string[] arguments = ["a b", "it's", "", "$(echo no)", "`echo no`", "*", "\\n", "\"", "é", "--x=y z", "#"];
        using var shell = Process.Start(new ProcessStartInfo("bash", [
            "-c", $"fastelman() {{ printf '<%s>\\n' \"$@\"; }}; {CommandText.Of(arguments)}"])
        { RedirectStandardOutput = true })!;

        Assert.Equal(
            string.Concat(arguments.Select(argument => $"<{argument}>\n")), shell.StandardOutput.ReadToEnd());
    }
}
